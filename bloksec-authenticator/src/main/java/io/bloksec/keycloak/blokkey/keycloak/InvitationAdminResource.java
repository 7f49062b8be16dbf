package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.invitation.InvitationEntity;
import io.bloksec.keycloak.blokkey.invitation.InvitationState;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.table.PeopleTable;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminAuth;

/** Inviting people to their first phone: whoever may manage a person may, as he could set that person's password. */
public final class InvitationAdminResource {

    /** Of one table, so that one call ends in time. */
    static final int MOST_ROWS = 1_000;

    private static final String RESOURCE = "BLOKKEY_INVITATION";
    private static final int MOST_LISTED = 1_000;
    private static final PeopleTable TABLE = new PeopleTable(MOST_ROWS, 512 * 1024, InvitationOrder.COLUMNS);

    private final AdminCall call;

    InvitationAdminResource(AdminCall call) {
        this.call = call;
    }

    /** Those of people whom the caller may see, newest first. */
    @GET
    public Response list(
            @QueryParam("first") @DefaultValue("0") int first, @QueryParam("max") @DefaultValue("100") int max) {
        return Answers.of(() -> {
            call.auth.users().requireQuery();
            if (first < 0 || max < 1 || max > MOST_LISTED) {
                throw new ProblemException(Problem.MALFORMED);
            }
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            call.engine
                    .invitations
                    .page(call.realm.getId(), first, max)
                    .forEach(row -> Optional.ofNullable(call.session.users().getUserById(call.realm, row.userId))
                            .filter(call.auth.users()::canView)
                            .ifPresent(user -> list.add(json(row).put("username", user.getUsername()))));
            return Answers.json(list);
        });
    }

    /** The newest of one person. */
    @GET
    @Path("{user}")
    public Response one(@PathParam("user") String id) {
        return Answers.of(() -> {
            UserModel user = call.user(id);
            call.auth.users().requireView(user);
            return Answers.json(json(newest(id)));
        });
    }

    /** @param body {@code address}, {@code client}, {@code code}, none of which must be there */
    @POST
    @Path("{user}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response invite(@PathParam("user") String id, JsonNode body) {
        return Answers.of(() -> {
            UserModel user = call.user(id);
            call.auth.users().requireManage(user);
            return Answers.json(invited(user, InvitationOrder.of(body)));
        });
    }

    @POST
    @Path("{user}/resend")
    public Response resend(@PathParam("user") String id) {
        return Answers.of(() -> {
            UserModel user = call.user(id);
            call.auth.users().requireManage(user);
            InvitationEntity row = newest(id);
            if (!call.engine.invitations.resend(row.id)) {
                throw new ProblemException(Problem.CONFLICT);
            }
            call.told(RESOURCE, OperationType.ACTION, Map.of("resent", row.id, "person", id));
            return Answers.json(json(newest(id)));
        });
    }

    /** Takes it back. Nothing that came of it before is changed. */
    @DELETE
    @Path("{user}")
    public Response cancel(@PathParam("user") String id) {
        return Answers.of(() -> {
            UserModel user = call.user(id);
            call.auth.users().requireManage(user);
            InvitationEntity row = newest(id);
            if (call.engine.invitations.end(call.realm.getId(), id, InvitationState.CANCELLED) == 0) {
                throw new ProblemException(Problem.CONFLICT);
            }
            call.engine.enrolments.voidAllOf(row.id);
            call.told(RESOURCE, OperationType.DELETE, Map.of("cancelled", row.id, "person", id));
            return Answers.nothing();
        });
    }

    /**
     * Many at once, each judged and done by itself.
     *
     * @param csv heading with {@code person} (or {@code username}, {@code email}), and perhaps {@code address}, {@code client},
     *     {@code code}
     * @param dryRun says what would become of each, and changes nothing
     */
    @POST
    @Consumes("text/csv")
    public Response many(@QueryParam("dryRun") @DefaultValue("true") boolean dryRun, InputStream csv) {
        return Answers.of(() -> {
            call.auth.users().requireQuery();
            List<Map<String, String>> rows;
            try {
                rows = TABLE.read(csv);
            } catch (IllegalArgumentException e) {
                return Answers.malformed(e.getMessage());
            }
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
            ArrayNode results = JsonNodeFactory.instance.arrayNode();
            Set<String> twice = new HashSet<>();
            int done = 0;
            for (Map<String, String> row : rows) {
                ObjectNode result =
                        results.addObject().put("row", results.size()).put("given", row.get(PeopleTable.PERSON));
                done += tried(result, row, dryRun, twice) ? 1 : 0;
            }
            json.put("done", done).put("failed", rows.size() - done).set("rows", results);
            return Answers.json(json);
        });
    }

    private boolean tried(ObjectNode result, Map<String, String> row, boolean dryRun, Set<String> twice) {
        try {
            UserModel user = person(row.get(PeopleTable.PERSON));
            result.put("person", user.getId()).put("username", user.getUsername());
            if (!twice.add(user.getId())) {
                throw new ProblemException(Problem.CONFLICT);
            }
            InvitationOrder order = InvitationOrder.of(row);
            if (dryRun) {
                Inviting.Judged judged = new Inviting(call.session, call.realm).judge(user, order);
                result.put("address", judged.address().address()).put("asksForCode", judged.asksForCode());
            } else {
                result.setAll(invited(user, order));
            }
            result.put("ok", true);
            return true;
        } catch (ProblemException e) {
            result.put("ok", false)
                    .put("code", e.problem().code())
                    .put("why", e.problem().title());
            return false;
        }
    }

    /** Nobody learns here whether there is somebody whom he may not manage. */
    private UserModel person(String given) {
        return Optional.ofNullable(call.session.users().getUserById(call.realm, given))
                .or(() -> Optional.ofNullable(call.session.users().getUserByUsername(call.realm, given)))
                .or(() -> call.realm.isDuplicateEmailsAllowed() || !given.contains("@")
                        ? Optional.empty()
                        : Optional.ofNullable(call.session.users().getUserByEmail(call.realm, given)))
                .filter(call.auth.users()::canManage)
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    }

    private ObjectNode invited(UserModel user, InvitationOrder order) {
        AdminAuth admin = call.auth.adminAuth();
        Inviting.Invited invited =
                new Inviting(call.session, call.realm).invite(user, order, admin.getUser(), admin.getRealm());
        call.told(
                RESOURCE,
                OperationType.CREATE,
                Map.of("invited", invited.row().id, "person", user.getId(), "address", invited.row().address));
        ObjectNode json = json(invited.row());
        Optional.ofNullable(invited.code()).ifPresent(code -> json.put("activationCode", code));
        return json;
    }

    private ObjectNode json(InvitationEntity row) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("invitation", row.id)
                .put("person", row.userId)
                .put("state", call.engine.invitations.stateOf(row).name().toLowerCase(Locale.ROOT))
                .put("address", row.address)
                .put("mail", row.mail.toLowerCase(Locale.ROOT))
                .put("mails", row.generation)
                .put("asksForCode", row.codeHash != null)
                .put("codeTriesLeft", row.triesLeft)
                .put("issuedBy", row.issuedBy)
                .put("created", row.createdAt)
                .put("changed", row.changedAt)
                .put("expires", row.expiresAt);
    }

    private InvitationEntity newest(String user) {
        return call.engine
                .invitations
                .newestOf(call.realm.getId(), user)
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    }
}
