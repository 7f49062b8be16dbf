package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import io.bloksec.keycloak.badge.kiosk.KioskRules;
import io.bloksec.keycloak.badge.protocol.KioskKey;
import io.bloksec.keycloak.badge.protocol.PairingCode;
import io.bloksec.keycloak.badge.protocol.PairingText;
import io.bloksec.keycloak.badge.protocol.RealmId;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.util.CacheControlUtil;

/** {@code /realms/{realm}/blokbadge/kiosk}: what a workstation's browser opens beside the sign-in itself. docs/kiosk.md shows it. */
public final class KioskRoutes {

    private static final String TEMPLATE = "blokbadge-kiosk.ftl";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Engine engine;

    KioskRoutes(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.engine = Engine.of(session);
    }

    /** The workstation's address: pairs a browser that is new, and goes on to the scan where it is not. */
    @GET
    @Path("kiosk")
    public Response start() {
        Map<String, Object> page = new HashMap<>();
        page.put("pair", KioskClient.address(session, realm, "pair").toString());
        page.put("signIn", KioskClient.signIn(session, realm).map(URI::toString).orElse(""));
        return page("start", page);
    }

    /**
     * Makes the browser a registered workstation.
     *
     * @param typed the pairing code
     * @param key base64url of {@link KioskKey}
     * @param signature base64url, over {@link PairingText}
     */
    @POST
    @Path("kiosk/pair")
    public Response pair(
            @FormParam("code") String typed, @FormParam("key") String key, @FormParam("signature") String signature) {
        return AdminAnswers.of(() -> {
            String address = session.getContext().getConnection().getRemoteAddr();
            if (!engine.pairings.allows(realm.getId() + " " + address, System.currentTimeMillis())) {
                return AdminAnswers.problem(429, "busy", "Too many codes were tried from there.");
            }
            if (!RealmId.isUsable(realm.getId())) {
                return refused();
            }
            KioskKey parsed = key(key);
            Optional<KioskEntity> paired = PairingCode.of(typed == null ? "" : typed)
                    .filter(code -> parsed.verifies(
                            PairingText.of(new RealmId(realm.getId()), Tab.origin(session), code, parsed),
                            bytes(signature)))
                    .flatMap(code -> engine.kiosks.pair(realm.getId(), code, parsed));
            if (paired.isEmpty()) {
                return refused();
            }
            KioskEvents.paired(session, realm, paired.get());
            return AdminAnswers.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("id", paired.get().id)
                    .put("name", paired.get().rules().name())
                    .put("fingerprint", parsed.fingerprint()));
        });
    }

    private static Response refused() {
        return AdminAnswers.problem(403, "code_refused", "The code is wrong, or it was used, or it is too old.");
    }

    private static KioskKey key(String text) {
        try {
            return new KioskKey(bytes(text));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("No key");
        }
    }

    private static byte[] bytes(String text) {
        try {
            return TabNotes.bytes(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("No base64url");
        }
    }

    /** Somebody has signed in: opens what he came for, in a window of its own, and goes on to the next scan. */
    @GET
    @Path("kiosk/in")
    public Response in() {
        Optional<PreviousSession> here = PreviousSession.of(session, realm);
        Optional<URI> signIn = KioskClient.signIn(session, realm);
        if (here.isEmpty() || signIn.isEmpty()) {
            return Response.seeOther(KioskClient.address(session, realm, null)).build();
        }
        Map<String, Object> page = new HashMap<>();
        page.put("signIn", signIn.get().toString());
        page.put(
                "start", KioskStart.of(rules(here.get()), here.get().userSession.getUser()));
        page.put("name", Presenting.shortName(here.get().userSession.getUser()));
        return page("in", page);
    }

    private KioskRules rules(PreviousSession here) {
        return BadgeNote.kiosk(here.userSession)
                .flatMap(id -> engine.kiosks.find(realm.getId(), id))
                .map(KioskEntity::rules)
                .orElse(KioskRules.NONE);
    }

    /** The session before has ended everywhere. */
    @GET
    @Path("kiosk/out")
    public Response out() {
        return page(
                "out", Map.of("kiosk", KioskClient.address(session, realm, null).toString()));
    }

    @GET
    @Path("kiosk/sign-out")
    public Response signOut(@QueryParam("ticket") String ticket) {
        CacheControlUtil.noBackButtonCacheControlHeader(session);
        return PreviousSession.of(session, realm)
                .filter(previous -> previous.isTicket(ticket))
                .map(PreviousSession::end)
                .orElseGet(() -> Response.seeOther(KioskClient.address(session, realm, "out"))
                        .build());
    }

    /** When an application on the way has not come back. */
    @POST
    @Path("kiosk/sign-out")
    public Response signOutNow(@FormParam("ticket") String ticket) {
        PreviousSession.of(session, realm)
                .filter(previous -> previous.isTicket(ticket))
                .ifPresent(PreviousSession::endNow);
        return AdminAnswers.json(JsonNodeFactory.instance.objectNode());
    }

    private Response page(String mode, Map<String, Object> more) {
        CacheControlUtil.noBackButtonCacheControlHeader(session);
        Map<String, Object> page = new HashMap<>(more);
        page.put("mode", mode);
        page.put("realmId", realm.getId());
        return session.getProvider(LoginFormsProvider.class)
                .setDetachedAuthSession()
                .setAttribute("kiosk", page)
                .createForm(TEMPLATE);
    }
}
