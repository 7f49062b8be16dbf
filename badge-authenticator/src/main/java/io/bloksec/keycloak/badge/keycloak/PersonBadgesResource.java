package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/** What administrators do about one person's badges, {@code …/blokbadge/users/{user}/badges}. */
public final class PersonBadgesResource {

    private final AdminCall call;
    private final String id;

    PersonBadgesResource(AdminCall call, String id) {
        this.call = call;
        this.id = id;
    }

    /** Newest first, those that have ended too. */
    @GET
    public Response all() {
        return AdminAnswers.of(() -> {
            call.auth.users().requireView(user());
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            call.engine.badges.ofUser(call.realm.getId(), id).forEach(badge -> list.add(BadgeJson.of(badge)));
            return AdminAnswers.json(list);
        });
    }

    /**
     * Issues a badge. The answer has what is to be printed, once: it is kept nowhere. Whoever makes the badge half himself sends
     * {@code bid} and {@code publicKey} instead, and it never comes here.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response issue(JsonNode body) {
        return AdminAnswers.of(
                () -> AdminAnswers.json(new Issuing(call).issue(user(), AdminAnswers.requireObject(body))));
    }

    /** Another activation code for a badge that waits for one. */
    @POST
    @Path("{badge}/code")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response newCode(@PathParam("badge") String bid, JsonNode body) {
        return AdminAnswers.of(() -> {
            UserModel user = user();
            return AdminAnswers.json(
                    new Issuing(call).newCode(user, call.badge(id, bid), AdminAnswers.requireObject(body)));
        });
    }

    /** The PIN is forgotten. */
    @POST
    @Path("{badge}/reset-pin")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response reset(@PathParam("badge") String bid, JsonNode body) {
        return AdminAnswers.of(() -> {
            UserModel user = user();
            return AdminAnswers.json(
                    new Issuing(call).reset(user, call.badge(id, bid), AdminAnswers.requireObject(body)));
        });
    }

    /** Out of use until it is resumed; the sessions it opened end. */
    @POST
    @Path("{badge}/suspend")
    public Response suspend(@PathParam("badge") String bid) {
        return AdminAnswers.of(() -> {
            call.auth.users().requireManage(user());
            call.badge(id, bid);
            BadgeEntity changed = call.engine.badges.suspend(call.realm.getId(), bid, call.rights.id());
            BadgeEnd.follow(call.session, call.realm, changed);
            return changed(changed);
        });
    }

    @POST
    @Path("{badge}/resume")
    public Response resume(@PathParam("badge") String bid) {
        return AdminAnswers.of(() -> {
            call.rights.requireIssue(user());
            call.badge(id, bid);
            return changed(call.engine.badges.resume(call.realm.getId(), bid, call.rights.id()));
        });
    }

    /** Somebody has looked after what it was about. */
    @DELETE
    @Path("{badge}/alarm")
    public Response seen(@PathParam("badge") String bid) {
        return AdminAnswers.of(() -> {
            call.auth.users().requireManage(user());
            return changed(call.engine.badges.calm(call.badge(id, bid), call.rights.id()));
        });
    }

    /** Lost, stolen, misprinted: for ever; the sessions it opened end. */
    @DELETE
    @Path("{badge}")
    public Response revoke(@PathParam("badge") String bid) {
        return AdminAnswers.of(() -> {
            UserModel user = user();
            call.auth.users().requireManage(user);
            return AdminAnswers.json(BadgeJson.of(new Issuing(call).revoke(user, call.badge(id, bid))));
        });
    }

    private Response changed(BadgeEntity badge) {
        call.told(OperationType.ACTION, badge);
        return AdminAnswers.json(BadgeJson.of(badge));
    }

    private UserModel user() {
        return call.user(id);
    }
}
