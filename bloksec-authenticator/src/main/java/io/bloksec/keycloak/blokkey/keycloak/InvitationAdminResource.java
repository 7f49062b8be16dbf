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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Inviting people to their first phone: whoever may manage a person may, as he could set that person's password. */
public final class InvitationAdminResource {

    /** Of one table, so that one call ends in time. */
    static final int MOST_ROWS = 1_000;

    private static final String RESOURCE = "BLOKKEY_INVITATION";
    private static final int MOST_LISTED = 1_000;
    private static final PeopleTable TABLE =
            new PeopleTable(MOST_ROWS, 512 * 1024, List.of("address", "client", "code"));

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final Engine engine;

    InvitationAdminResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
        this.engine = Engine.of(session);
    }

    /** Those of people whom the caller may see, newest first. */
    @GET
    public Response list(
            @QueryParam("first") @DefaultValue("0") int first, @QueryParam("max") @DefaultValue("100") int max) {
        return Answers.of(() -> {
            auth.users().requireQuery();
            if (first < 0 || max < 1 || max > MOST_LISTED) {
                throw new ProblemException(Problem.MALFORMED);
            }
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            engine.invitations
                    .page(realm.getId(), first, max)
                    .forEach(row -> Optional.ofNullable(session.users().getUserById(realm, row.userId))
                            .filter(auth.users()::canView)
                            .ifPresent(user -> list.add(json(row).put("username", user.getUsername()))));
            return Answers.json(list);
        });
    }

    /** The newest of one person. */
    @GET
    @Path("{user}")
    public Response one(@PathParam("user") String id) {
        return Answers.of(() -> {
            UserModel user = user(id);
            auth.users().requireView(user);
            return Answers.json(json(newest(id)));
        });
    }

    /** @param body {@code address}, {@code client}, {@code code}, none of which must be there */
    @POST
    @Path("{user}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response invite(@PathParam("user") String id, JsonNode body) {
        return Answers.of(() -> {
            UserModel user = user(id);
            auth.users().requireManage(user);
            return Answers.json(invited(user, order(body)));
        });
    }

    @POST
    @Path("{user}/resend")
    public Response resend(@PathParam("user") String id) {
        return Answers.of(() -> {
            UserModel user = user(id);
            auth.users().requireManage(user);
            InvitationEntity row = newest(id);
            if (!engine.invitations.resend(row.id)) {
                throw new ProblemException(Problem.CONFLICT);
            }
            told(OperationType.ACTION, Map.of("resent", row.id, "person", id));
            return Answers.json(json(newest(id)));
        });
    }

    /** Takes it back. Nothing that came of it before is changed. */
    @DELETE
    @Path("{user}")
    public Response cancel(@PathParam("user") String id) {
        return Answers.of(() -> {
            UserModel user = user(id);
            auth.users().requireManage(user);
            InvitationEntity row = newest(id);
            if (engine.invitations.end(realm.getId(), id, InvitationState.CANCELLED) == 0) {
                throw new ProblemException(Problem.CONFLICT);
            }
            engine.enrolments.voidAllOf(row.id);
            told(OperationType.DELETE, Map.of("cancelled", row.id, "person", id));
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
            auth.users().requireQuery();
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
            Inviting.Order order =
                    new Inviting.Order(row.get("address"), row.get("client"), Boolean.parseBoolean(row.get("code")));
            if (dryRun) {
                Inviting.Judged judged = new Inviting(session, realm).judge(user, order);
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
        return Optional.ofNullable(session.users().getUserById(realm, given))
                .or(() -> Optional.ofNullable(session.users().getUserByUsername(realm, given)))
                .or(() -> realm.isDuplicateEmailsAllowed() || !given.contains("@")
                        ? Optional.empty()
                        : Optional.ofNullable(session.users().getUserByEmail(realm, given)))
                .filter(auth.users()::canManage)
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    }

    private ObjectNode invited(UserModel user, Inviting.Order order) {
        AdminAuth admin = auth.adminAuth();
        Inviting.Invited invited = new Inviting(session, realm).invite(user, order, admin.getUser(), admin.getRealm());
        told(
                OperationType.CREATE,
                Map.of("invited", invited.row().id, "person", user.getId(), "address", invited.row().address));
        ObjectNode json = json(invited.row());
        Optional.ofNullable(invited.code()).ifPresent(code -> json.put("activationCode", code));
        return json;
    }

    private static Inviting.Order order(JsonNode body) {
        JsonNode any = body == null ? JsonNodeFactory.instance.objectNode() : body;
        return new Inviting.Order(
                any.path("address").textValue(),
                any.path("client").textValue(),
                any.path("code").asBoolean(false));
    }

    private ObjectNode json(InvitationEntity row) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("invitation", row.id)
                .put("person", row.userId)
                .put("state", engine.invitations.stateOf(row).name().toLowerCase(java.util.Locale.ROOT))
                .put("address", row.address)
                .put("mail", row.mail.toLowerCase(java.util.Locale.ROOT))
                .put("mails", row.generation)
                .put("asksForCode", row.codeHash != null)
                .put("codeTriesLeft", row.triesLeft)
                .put("issuedBy", row.issuedBy)
                .put("created", row.createdAt)
                .put("changed", row.changedAt)
                .put("expires", row.expiresAt);
    }

    private InvitationEntity newest(String user) {
        return engine.invitations
                .newestOf(realm.getId(), user)
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    }

    private UserModel user(String id) {
        return Optional.ofNullable(session.users().getUserById(realm, id)).orElseThrow(() -> {
            auth.users().requireQuery();
            return new ProblemException(Problem.NOT_FOUND);
        });
    }

    private void told(OperationType operation, Map<String, String> what) {
        engine.administered(realm.getId(), auth.adminAuth().getUser().getId(), what);
        adminEvent
                .operation(operation)
                .resource(RESOURCE)
                .resourcePath(session.getContext().getUri())
                .representation(what)
                .success();
    }
}
