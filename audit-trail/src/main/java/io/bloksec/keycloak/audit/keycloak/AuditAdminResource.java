package io.bloksec.keycloak.audit.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.keycloak.Answers.Refusal;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import io.bloksec.keycloak.audit.store.ChainEntity;
import io.bloksec.keycloak.audit.store.Query;
import io.bloksec.keycloak.audit.store.RecordEntity;
import io.bloksec.keycloak.audit.store.Trail.Unlinked;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Routes of docs/api/audit-admin-api.yaml. Every one asks for a role of its own beside some permission of Keycloak's in this realm: who
 * may manage users need not know when they come to work.
 */
public final class AuditAdminResource {

    /** Realm role of the administrator's realm: reads. */
    static final String VIEW = "audit-view";

    /** Erases, too. */
    static final String MANAGE = "audit-manage";

    private static final String RESOURCE = "AUDIT_TRAIL";
    private static final int MOST_ROWS = 50_000;
    private static final int LONGEST_REASON = 255;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    AuditAdminResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    @GET
    @Path("requests")
    public Response requests() {
        return Answers.of(() -> {
            require(VIEW);
            Parameters parameters = parameters();
            Query query = parameters.query(session, realm);
            RequestJson json = new RequestJson(session, realm);
            ArrayNode found = JsonNodeFactory.instance.arrayNode();
            trail().find(query, parameters.first(), parameters.max()).forEach(row -> found.add(json.of(row)));
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("total", trail().count(query));
            body.set("requests", found);
            return Answers.json(body);
        });
    }

    @GET
    @Path("requests/{id}")
    public Response request(@PathParam("id") String id) {
        return Answers.of(() -> {
            require(VIEW);
            RecordEntity row = trail().get(realm.getId(), id).orElseThrow(Refusal::notFound);
            ObjectNode json = new RequestJson(session, realm).detail(row);
            trail().checkpointOf(row).ifPresent(sequence -> json.put("checkpoint", sequence));
            return Answers.json(json);
        });
    }

    @GET
    @Path("cards")
    public Response cards() {
        return Answers.of(() -> {
            require(VIEW);
            Query query = parameters().span(realm);
            Map<String, Long> outcomes = trail().outcomes(query);
            Map<String, Long> places = trail().places(query);
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put(
                            "total",
                            outcomes.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum());
            ObjectNode byStatus = json.putObject("byStatus");
            outcomes.forEach(byStatus::put);
            Map<String, Long> countries = RequestJson.countries(places);
            json.put("countries", countries.size());
            most(countries).ifPresent(top -> json.put("topCountry", top.getKey()));
            most(trail().days(query))
                    .ifPresent((Map.Entry<LocalDate, Long> day) ->
                            json.put("peakDay", day.getKey().toString()).put("peakDayTotal", day.getValue()));
            return Answers.json(json);
        });
    }

    @GET
    @Path("requests.csv")
    public Response csv() {
        return Answers.of(() -> {
            require(VIEW);
            Query query = parameters().query(session, realm);
            List<RecordEntity> rows = trail().find(query, 0, MOST_ROWS);
            RequestJson json = new RequestJson(session, realm);
            Csv csv = new Csv(
                    "time",
                    "status",
                    "method",
                    "grade",
                    "user",
                    "userName",
                    "client",
                    "address",
                    "place",
                    "device",
                    "number",
                    "id");
            rows.forEach(row -> csv.row(json.of(row)));
            wrote(RecordType.EXPORTED, "csv", rows.size());
            return file("requests.csv", "text/csv; charset=utf-8")
                    .entity(csv.toString())
                    .build();
        });
    }

    @POST
    @Path("export")
    public Response export() {
        return Answers.of(() -> {
            require(VIEW);
            Engine engine = Engine.of(session);
            String issuer = Issuer.of(session, realm);
            String realmId = realm.getId();
            wrote(RecordType.EXPORTED, "chain", 0);
            engine.settle(realm, issuer);
            if (trail().chain(realmId).isEmpty()) {
                throw Refusal.notFound();
            }
            List<ObjectNode> keys = engine.checkpoints.publicKeys(realmId);
            long now = System.currentTimeMillis();
            // Keycloak's session is closed by then: the trail has transactions of its own.
            StreamingOutput file = out -> {
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                engine.trail.export(realmId, issuer, now, keys, writer);
                writer.flush();
            };
            return file("audit-trail.jsonl", "application/x-ndjson")
                    .entity(file)
                    .build();
        });
    }

    @GET
    @Path("state")
    public Response state() {
        return Answers.of(() -> {
            require(VIEW);
            Engine engine = Engine.of(session);
            String realmId = realm.getId();
            Unlinked unlinked = trail().unlinked(realmId);
            Optional<ChainEntity> chain = trail().chain(realmId);
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("records", chain.map(each -> each.number).orElse(0L))
                    .put("unlinked", unlinked.count())
                    .put("oldestUnlinkedSeconds", unlinked.ageSeconds(System.currentTimeMillis()))
                    .put("refused", trail().refused(realmId))
                    .put("anchor", engine.keys.anchor().label())
                    .put("checkpoints", chain.map(each -> each.checkpoints).orElse(0L));
            chain.filter(each -> each.checkpoints > 0).ifPresent(each -> json.put("lastCheckpoint", each.checkpointAt));
            engine.checkpoints.publicKeys(realmId).forEach(json.putArray("keys")::add);
            ArrayNode witnesses = json.putArray("witnesses");
            engine.witnesses
                    .behind(realmId)
                    .forEach((name, behind) ->
                            witnesses.addObject().put("name", name).put("behind", behind));
            return Answers.json(json);
        });
    }

    /** Only of people who are gone or have nothing left to sign in with: what binds a phone that still counts must stay. */
    @POST
    @Path("erasure")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response erase(JsonNode body) {
        return Answers.of(() -> {
            require(MANAGE);
            String user = body.path("user").textValue();
            String reason = body.path("reason").textValue();
            if (user == null
                    || user.isBlank()
                    || reason == null
                    || reason.isBlank()
                    || reason.length() > LONGEST_REASON) {
                throw Refusal.malformed("The person's id and a reason are needed");
            }
            UserModel person = session.users().getUserById(realm, user);
            if (person != null
                    && person.credentialManager()
                            .getStoredCredentialsStream()
                            .anyMatch(each -> List.of("blokkey", "blokbadge").contains(each.getType()))) {
                throw new Refusal(409, "still-enrolled", "The person still has a phone or a badge: remove it first");
            }
            Engine engine = Engine.of(session);
            engine.link(realm.getId());
            int erased = engine.erasure.erase(
                    realm.getId(), user, auth.adminAuth().getUser().getId(), reason);
            told(OperationType.DELETE, Map.of("erased", String.valueOf(erased), "reason", reason));
            return Answers.json(JsonNodeFactory.instance.objectNode().put("erased", erased));
        });
    }

    private void wrote(RecordType type, String what, int rows) {
        AuditEntry entry = AuditEntry.of(realm.getId(), type, System.currentTimeMillis(), Outcome.DONE)
                .detail("by", auth.adminAuth().getUser().getId())
                .detail("what", what)
                .detail("rows", rows == 0 ? null : String.valueOf(rows))
                .address(session.getContext().getConnection().getRemoteHost())
                .build();
        Engine engine = Engine.of(session);
        org.keycloak.models.utils.KeycloakModelUtils.runJobInTransaction(
                session.getKeycloakSessionFactory(),
                own -> engine.records.insert(
                        own.getProvider(JpaConnectionProvider.class).getEntityManager(), entry));
        told(OperationType.ACTION, Map.of("exported", what));
    }

    private void told(OperationType operation, Map<String, String> what) {
        adminEvent
                .operation(operation)
                .resource(RESOURCE)
                .resourcePath(session.getContext().getUri())
                .representation(what)
                .success();
    }

    private void require(String role) {
        AdminAuth admin = auth.adminAuth();
        boolean some = auth.realm().canViewRealm()
                || auth.realm().canViewEvents()
                || auth.users().canView();
        if (!some || !(has(admin, role) || (role.equals(VIEW) && has(admin, MANAGE)))) {
            throw Refusal.forbidden();
        }
    }

    private static boolean has(AdminAuth admin, String name) {
        RoleModel role = admin.getRealm().getRole(name);
        return role != null && admin.getUser().hasRole(role);
    }

    private static <K> Optional<Map.Entry<K, Long>> most(Map<K, Long> counts) {
        return counts.entrySet().stream().max(Map.Entry.comparingByValue());
    }

    private static Response.ResponseBuilder file(String name, String type) {
        return Response.ok()
                .type(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff");
    }

    private Parameters parameters() {
        return new Parameters(session.getContext().getUri().getQueryParameters());
    }

    private io.bloksec.keycloak.audit.store.Trail trail() {
        return Engine.of(session).trail;
    }
}
