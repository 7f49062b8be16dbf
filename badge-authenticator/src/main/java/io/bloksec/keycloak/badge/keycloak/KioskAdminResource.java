package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import io.bloksec.keycloak.badge.kiosk.KioskRules;
import io.bloksec.keycloak.badge.kiosk.Kiosks;
import io.bloksec.keycloak.badge.protocol.KioskKey;
import io.bloksec.keycloak.badge.protocol.PairingCode;
import io.bloksec.keycloak.badge.protocol.RealmId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;

/** What administrators do about workstations, {@code …/blokbadge/kiosks}. Takes the right to manage the realm: a workstation is trusted by all. */
public final class KioskAdminResource {

    private final AdminCall call;

    KioskAdminResource(AdminCall call) {
        this.call = call;
    }

    /** Oldest first, those that were revoked too. */
    @GET
    public Response all() {
        return AdminAnswers.of(() -> {
            call.auth.realm().requireViewRealm();
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            call.engine.kiosks.all(call.realm.getId()).forEach(kiosk -> list.add(json(kiosk)));
            return AdminAnswers.json(list);
        });
    }

    /** A workstation, and the code that is typed into its browser within ten minutes. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(JsonNode body) {
        return changing(() -> {
            if (!RealmId.isUsable(call.realm.getId())) {
                throw new BadRequestException("This realm's id has a form that badges cannot have.");
            }
            if (!AdminAnswers.requireObject(body).path("name").isTextual()) {
                throw new BadRequestException("A kiosk has a name");
            }
            Kiosks.WithCode created =
                    call.engine.kiosks.create(call.realm.getId(), rules(KioskRules.NONE, body), call.rights.id());
            tell(OperationType.CREATE, created.kiosk());
            return withCode(created);
        });
    }

    /** Changes what the body names; {@code enabled} takes it out of use and back. */
    @PUT
    @Path("{kiosk}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("kiosk") String id, JsonNode body) {
        return changing(() -> {
            find(id);
            Optional<Boolean> enabled = enabled(AdminAnswers.requireObject(body));
            KioskEntity changed = call.engine
                    .kiosks
                    .change(call.realm.getId(), id, before -> rules(before, body), enabled)
                    .orElseThrow(KioskAdminResource::conflict);
            if (enabled.filter(in -> !in).isPresent()) {
                BadgeEnd.endSessionsAt(call.session, call.realm, id);
            }
            tell(OperationType.UPDATE, changed);
            return json(changed);
        });
    }

    /** Another code: for a browser that lost its key, or another one in its place. */
    @POST
    @Path("{kiosk}/code")
    public Response newCode(@PathParam("kiosk") String id) {
        return changing(() -> {
            find(id);
            Kiosks.WithCode changed =
                    call.engine.kiosks.newCode(call.realm.getId(), id).orElseThrow(KioskAdminResource::conflict);
            tell(OperationType.ACTION, changed.kiosk());
            return withCode(changed);
        });
    }

    /** For ever; the sessions that were opened there end. */
    @DELETE
    @Path("{kiosk}")
    public Response revoke(@PathParam("kiosk") String id) {
        return changing(() -> {
            find(id);
            KioskEntity revoked =
                    call.engine.kiosks.revoke(call.realm.getId(), id).orElseThrow(KioskAdminResource::conflict);
            int ended = BadgeEnd.endSessionsAt(call.session, call.realm, id);
            tell(OperationType.DELETE, revoked);
            return json(revoked).put("sessionsEnded", ended);
        });
    }

    /** The client {@link KioskClient#ID}, with the flow {@code flow}. */
    @PUT
    @Path("client")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response setUp(JsonNode body) {
        return changing(() -> {
            KioskClient.setUp(
                    call.realm, AdminAnswers.requireObject(body).path("flow").asText("BlokBadge only"));
            call.told(OperationType.UPDATE, Map.of("client", KioskClient.ID));
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("client", KioskClient.ID)
                    .put(
                            "start",
                            KioskClient.address(call.session, call.realm, null).toString());
        });
    }

    private Response changing(java.util.function.Supplier<ObjectNode> change) {
        return AdminAnswers.of(() -> {
            call.auth.realm().requireManageRealm();
            return AdminAnswers.json(change.get());
        });
    }

    private KioskRules rules(KioskRules before, JsonNode body) {
        try {
            KioskRules rules = before.with(body);
            if (body.has("groups")) {
                BadgeSettings.requireGroups(call.realm, rules.groups());
            }
            return rules;
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
    }

    private static Optional<Boolean> enabled(JsonNode body) {
        if (body.has("enabled") && !body.get("enabled").isBoolean()) {
            throw new BadRequestException("enabled is true or false");
        }
        return Optional.ofNullable(body.get("enabled")).map(JsonNode::booleanValue);
    }

    private KioskEntity find(String id) {
        return call.engine.kiosks.find(call.realm.getId(), id).orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
    }

    private static RefusedException conflict() {
        return new RefusedException(Refusal.CHANGED);
    }

    private void tell(OperationType operation, KioskEntity kiosk) {
        call.told(operation, Map.of("kiosk", kiosk.id, "name", kiosk.rules().name(), "state", kiosk.state));
    }

    private static ObjectNode withCode(Kiosks.WithCode created) {
        return json(created.kiosk())
                .put("code", PairingCode.spaced(created.code()))
                .put("codeExpires", created.kiosk().codeExpires);
    }

    /** Instants are seconds since 1970. */
    private static ObjectNode json(KioskEntity kiosk) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", kiosk.id)
                .put("state", kiosk.state.toLowerCase(Locale.ROOT))
                .put("created", kiosk.createdAt)
                .put("createdBy", kiosk.createdBy);
        json.setAll(kiosk.rules().json());
        if (kiosk.publicKey != null) {
            json.put("fingerprint", new KioskKey(kiosk.publicKey).fingerprint()).put("paired", kiosk.pairedAt);
        }
        if (kiosk.lastSeenAt != null) {
            json.put("lastSeen", kiosk.lastSeenAt);
        }
        return json;
    }
}
