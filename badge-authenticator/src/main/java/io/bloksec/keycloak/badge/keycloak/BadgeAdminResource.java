package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Notice;
import io.bloksec.keycloak.badge.card.Reconciliation;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.card.WitnessedBadges;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** What administrators do about people's badges; {@link IssuerRights} says who may. docs/api/blokbadge-admin-api.yaml describes it. */
public final class BadgeAdminResource {

    private static final String RESOURCE = "BLOKBADGE";
    private static final Logger LOG = Logger.getLogger(BadgeAdminResource.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final IssuerRights rights;
    private final Engine engine;

    BadgeAdminResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
        this.rights = new IssuerRights(
                realm, auth, auth.adminAuth().getRealm(), auth.adminAuth().getUser());
        this.engine = Engine.of(session);
    }

    /** Whether badges work on this server, and why not. */
    @GET
    @Path("status")
    public Response status() {
        return AdminAnswers.of(() -> {
            auth.realm().requireViewRealm();
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("usable", engine.keys.isUsable());
            engine.keys.problem().ifPresent(problem -> json.put("problem", problem));
            engine.keys.all().findFirst().ifPresent(newest -> json.put("keyVersion", newest.version()));
            return AdminAnswers.json(json);
        });
    }

    @GET
    @Path("settings")
    public Response settings() {
        return AdminAnswers.of(() -> {
            auth.realm().requireViewRealm();
            return AdminAnswers.json(BadgeSettings.of(realm).json());
        });
    }

    /** Changes what the body names; see {@link BadgeSettings}. */
    @PUT
    @Path("settings")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(JsonNode body) {
        return AdminAnswers.of(() -> {
            auth.realm().requireManageRealm();
            BadgeSettings settings = BadgeSettings.of(realm).with(body);
            settings.store(realm);
            told(OperationType.UPDATE, Map.of("settings", settings.json().toString()));
            return AdminAnswers.json(settings.json());
        });
    }

    /** Workstations. */
    @Path("kiosks")
    public KioskAdminResource kiosks() {
        return new KioskAdminResource(session, realm, auth, rights.id(), this::told);
    }

    /**
     * After the database was restored: suspends every badge of which an export of the audit trail knows a later fate than its row. The
     * export is to be verified before; nothing else is taken from it.
     */
    @POST
    @Path("reconcile")
    @Consumes("application/x-ndjson")
    public Response reconcile(InputStream export) {
        return AdminAnswers.of(() -> {
            auth.realm().requireManageRealm();
            WitnessedBadges witnessed = witnessed(export);
            List<BadgeEntity> suspended =
                    new Reconciliation(engine.badges).suspendWhatWasForgotten(realm.getId(), witnessed, rights.id());
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (BadgeEntity badge : suspended) {
                BadgeEnd.follow(session, realm, badge);
                list.add(BadgeJson.of(badge).put("user", badge.userId));
            }
            told(OperationType.ACTION, Map.of("reconciled", String.valueOf(suspended.size())));
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("witnessed", witnessed.size());
            json.set("suspended", list);
            return AdminAnswers.json(json);
        });
    }

    private WitnessedBadges witnessed(InputStream export) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(export, StandardCharsets.UTF_8))) {
            return WitnessedBadges.read(lines, realm.getId());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        } catch (IOException e) {
            throw new BadRequestException("The export did not arrive whole.");
        }
    }

    /** The person's badges, newest first, those that have ended too. */
    @GET
    @Path("users/{user}/badges")
    public Response badges(@PathParam("user") String id) {
        return AdminAnswers.of(() -> {
            UserModel user = user(id);
            auth.users().requireView(user);
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            engine.badges.ofUser(realm.getId(), id).forEach(badge -> list.add(BadgeJson.of(badge)));
            return AdminAnswers.json(list);
        });
    }

    /**
     * Issues a badge. The answer has what is to be printed, once: it is kept nowhere. Whoever makes the badge half himself sends
     * {@code bid} and {@code publicKey} instead, and it never comes here.
     */
    @POST
    @Path("users/{user}/badges")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response issue(@PathParam("user") String id, JsonNode body) {
        return AdminAnswers.of(() -> {
            UserModel user = user(id);
            rights.requireIssue(user);
            BadgeSettings settings = BadgeSettings.of(realm);
            try (BadgeOrder order = BadgeOrder.parse(realm, user, body, settings, rights.id())) {
                requireRenewable(order, user);
                Optional<String> code = order.renews() ? Optional.empty() : code(user, settings, order.channel(), true);
                BadgeEntity badge = engine.badges.issue(order.badge(), code.orElse(null), settings.codeLife());
                ObjectNode json = BadgeJson.of(badge);
                order.payload().ifPresent(payload -> json.put("payload", payload));
                deliver(json, user, badge, code, order.channel());
                told(OperationType.CREATE, described(badge));
                BadgeEvents.credential(session, realm, user, EventType.UPDATE_CREDENTIAL, badge);
                engine.mails.notice(session, realm, user, badge, Notice.ISSUED);
                return AdminAnswers.json(json);
            }
        });
    }

    private void requireRenewable(BadgeOrder order, UserModel user) {
        if (order.renews()) {
            BadgeEntity old = badge(user.getId(), order.badge().renews());
            if (old.kind() != order.badge().kind()
                    || !old.kind().renews()
                    || old.state().isFinal()) {
                throw new BadRequestException("Only a standard badge that has not ended is renewed, by another one.");
            }
        }
    }

    /** Another activation code for a badge that waits for one. */
    @POST
    @Path("users/{user}/badges/{badge}/code")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response newCode(@PathParam("user") String id, @PathParam("badge") String bid, JsonNode body) {
        return AdminAnswers.of(() -> {
            UserModel user = user(id);
            BadgeSettings settings = BadgeSettings.of(realm);
            BadgeEntity badge = badge(id, bid);
            rights.requireCode(user, badge, settings.fourEyes());
            BadgeSettings.Channel channel = BadgeOrder.channel(body, settings);
            Optional<String> code = code(user, settings, channel, false);
            BadgeEntity changed = engine.badges.newCode(
                    realm.getId(), bid, code.orElse(null), settings.codeLife(), channel.name(), rights.id());
            ObjectNode json = BadgeJson.of(changed);
            deliver(json, user, changed, code, channel);
            told(OperationType.ACTION, described(changed));
            return AdminAnswers.json(json);
        });
    }

    /** The PIN is forgotten: the person chooses another with a new code, on the same badge. */
    @POST
    @Path("users/{user}/badges/{badge}/reset-pin")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response reset(@PathParam("user") String id, @PathParam("badge") String bid, JsonNode body) {
        return AdminAnswers.of(() -> {
            UserModel user = user(id);
            rights.requireReset(user);
            BadgeSettings settings = BadgeSettings.of(realm);
            BadgeEntity badge = badge(id, bid);
            boolean guessed = badge.isLocked() || engine.tries.needsNewPin(badge);
            if (guessed && !body.path("wasPerson").asBoolean(false)) {
                throw new BadRequestException(
                        "Wrong PINs have locked this badge. If the person did not do that, somebody has a copy: issue a new badge."
                                + " If it was the person, say so: wasPerson.");
            }
            BadgeSettings.Channel channel = BadgeOrder.channel(body, settings);
            Optional<String> code = code(user, settings, channel, true);
            BadgeEntity changed = engine.badges.reset(
                    realm.getId(),
                    bid,
                    code.orElse(null),
                    settings.codeLife(),
                    channel.name(),
                    settings.rules(realm, user),
                    rights.id());
            BadgeEnd.follow(session, realm, changed);
            ObjectNode json = BadgeJson.of(changed);
            deliver(json, user, changed, code, channel);
            told(OperationType.ACTION, described(changed));
            BadgeEvents.credential(session, realm, user, EventType.UPDATE_CREDENTIAL, changed);
            engine.mails.notice(session, realm, user, changed, Notice.RESET);
            return AdminAnswers.json(json);
        });
    }

    /** Out of use until it is resumed; the sessions it opened end. */
    @POST
    @Path("users/{user}/badges/{badge}/suspend")
    public Response suspend(@PathParam("user") String id, @PathParam("badge") String bid) {
        return AdminAnswers.of(() -> {
            auth.users().requireManage(user(id));
            badge(id, bid);
            BadgeEntity changed = engine.badges.suspend(realm.getId(), bid, rights.id());
            BadgeEnd.follow(session, realm, changed);
            told(OperationType.ACTION, described(changed));
            return AdminAnswers.json(BadgeJson.of(changed));
        });
    }

    @POST
    @Path("users/{user}/badges/{badge}/resume")
    public Response resume(@PathParam("user") String id, @PathParam("badge") String bid) {
        return AdminAnswers.of(() -> {
            rights.requireIssue(user(id));
            badge(id, bid);
            BadgeEntity changed = engine.badges.resume(realm.getId(), bid, rights.id());
            told(OperationType.ACTION, described(changed));
            return AdminAnswers.json(BadgeJson.of(changed));
        });
    }

    /** Lost, stolen, misprinted: for ever; the sessions it opened end. */
    @DELETE
    @Path("users/{user}/badges/{badge}")
    public Response revoke(@PathParam("user") String id, @PathParam("badge") String bid) {
        return AdminAnswers.of(() -> {
            UserModel user = user(id);
            auth.users().requireManage(user);
            BadgeEntity revoked = BadgeEnd.revoke(session, realm, badge(id, bid), rights.id());
            told(OperationType.DELETE, described(revoked));
            BadgeEvents.credential(session, realm, user, EventType.REMOVE_CREDENTIAL, revoked);
            return AdminAnswers.json(BadgeJson.of(revoked));
        });
    }

    /** @param withBadge whether it comes with the badge or the reset itself; where two people are needed it does not */
    private Optional<String> code(
            UserModel user, BadgeSettings settings, BadgeSettings.Channel channel, boolean withBadge) {
        if (channel == BadgeSettings.Channel.MAIL && !BadgeMails.reach(realm, user)) {
            throw new BadRequestException(
                    "No mail reaches this person: there is no address, or the realm has no mail server. Ask for the channel letter.");
        }
        boolean another = settings.fourEyes() && withBadge && channel == BadgeSettings.Channel.LETTER;
        return another || channel == BadgeSettings.Channel.SUPERVISED
                ? Optional.empty()
                : Optional.of(ActivationCodes.random());
    }

    private void deliver(
            ObjectNode json, UserModel user, BadgeEntity badge, Optional<String> code, BadgeSettings.Channel channel) {
        if (code.isEmpty()) {
            return;
        }
        if (channel == BadgeSettings.Channel.LETTER) {
            json.put("code", ActivationCodes.spaced(code.get()));
            return;
        }
        try {
            BadgeMails.code(session, realm, user, badge, code.get());
            json.put("mailed", true);
        } catch (EmailException e) {
            LOG.warnf("An activation code was not mailed: %s", e.getMessage());
            json.put("mailed", false);
        }
    }

    private UserModel user(String id) {
        return Optional.ofNullable(session.users().getUserById(realm, id)).orElseThrow(() -> {
            auth.users().requireQuery();
            return new RefusedException(Refusal.UNKNOWN);
        });
    }

    private BadgeEntity badge(String user, String bid) {
        return engine.badges
                .find(realm.getId(), bid)
                .filter(badge -> badge.userId.equals(user))
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
    }

    private static Map<String, String> described(BadgeEntity badge) {
        Map<String, String> what = new TreeMap<>();
        what.put("serial", badge.serial);
        what.put("user", badge.userId);
        what.put("kind", badge.kind);
        what.put("state", badge.state);
        return what;
    }

    private void told(OperationType operation, Map<String, String> what) {
        adminEvent
                .operation(operation)
                .resource(RESOURCE)
                .resourcePath(session.getContext().getUri())
                .representation(what)
                .success();
    }
}
