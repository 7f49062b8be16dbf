package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        Optional<LastPerson> here = LastPerson.of(session, realm).filter(LastPerson::isSignedIn);
        Optional<URI> signIn = KioskClient.signIn(session, realm);
        if (here.isEmpty() || signIn.isEmpty()) {
            return seeOther(null);
        }
        Map<String, Object> page = new HashMap<>();
        page.put("signIn", signIn.get().toString());
        page.put(
                "start",
                KioskStart.of(
                        here.get().kiosk().map(KioskEntity::rules).orElse(KioskRules.NONE),
                        here.get().person()));
        page.put("name", here.get().name());
        return page("in", page);
    }

    /**
     * Who is here, as far as the server and this browser know: asked by the workstation's page every few seconds. As long as it says that
     * somebody is there, the session lasts.
     *
     * @param ticket of whoever the page is about
     */
    @POST
    @Path("kiosk/here")
    public Response here(@FormParam("ticket") String ticket, @FormParam("there") boolean there) {
        return AdminAnswers.of(() -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            LastPerson.of(session, realm).map(LastPerson::remembered).ifPresent(last -> {
                boolean signedIn = last.isSignedIn();
                json.put("ticket", last.ticket()).put("signedIn", signedIn).put("step", last.step());
                if (there && signedIn && last.isTicket(ticket)) {
                    last.seen();
                }
            });
            return AdminAnswers.json(json);
        });
    }

    /** The warning that a session is about to end, for a small window in front of the applications; the workstation's page closes it. */
    @GET
    @Path("kiosk/front")
    public Response front() {
        return LastPerson.of(session, realm)
                .map(last -> page("front", Map.of("name", last.name())))
                .orElseGet(() -> seeOther("out"));
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
        // Without a ticket for it nothing has ended, and nobody is told so.
        return LastPerson.of(session, realm)
                .map(last -> last.isTicket(ticket) ? last.goOn(false) : seeOther(null))
                .orElseGet(() -> seeOther("out"));
    }

    /** An application has been visited: on to the next one. Anyone may call this; it begins no sign-out. */
    @GET
    @Path("kiosk/sign-out/on")
    public Response signOutOn() {
        CacheControlUtil.noBackButtonCacheControlHeader(session);
        return LastPerson.of(session, realm)
                .map(last -> last.isUnderWay() ? last.goOn(true) : seeOther(null))
                .orElseGet(() -> seeOther("out"));
    }

    private Response seeOther(String page) {
        return Response.seeOther(KioskClient.address(session, realm, page)).build();
    }

    /** Ends the session at once, and visits no application. */
    @POST
    @Path("kiosk/sign-out")
    public Response signOutNow(@FormParam("ticket") String ticket) {
        LastPerson.of(session, realm).filter(last -> last.isTicket(ticket)).ifPresent(LastPerson::endNow);
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
