package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Reconciliation;
import io.bloksec.keycloak.badge.card.WitnessedBadges;
import io.bloksec.keycloak.badge.office.OrderTable;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.keycloak.events.admin.OperationType;

/** What administrators do about people's badges; {@link IssuerRights} says who may. docs/api/blokbadge-admin-api.yaml describes it. */
public final class BadgeAdminResource {

    private final AdminCall call;

    BadgeAdminResource(AdminCall call) {
        this.call = call;
    }

    /** Whether badges work on this server, and why not. */
    @GET
    @Path("status")
    public Response status() {
        return AdminAnswers.of(() -> {
            call.auth.realm().requireViewRealm();
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("usable", call.engine.keys.isUsable());
            call.engine.keys.problem().ifPresent(problem -> json.put("problem", problem));
            call.engine.keys.all().findFirst().ifPresent(newest -> json.put("keyVersion", newest.version()));
            return AdminAnswers.json(json);
        });
    }

    @GET
    @Path("settings")
    public Response settings() {
        return AdminAnswers.of(() -> {
            call.auth.realm().requireViewRealm();
            return AdminAnswers.json(BadgeSettings.of(call.realm).json());
        });
    }

    /** Changes what the body names; see {@link BadgeSettings}. */
    @PUT
    @Path("settings")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(JsonNode body) {
        return AdminAnswers.of(() -> {
            call.auth.realm().requireManageRealm();
            BadgeSettings settings = BadgeSettings.of(call.realm).with(body);
            if (body.has("groups")) {
                BadgeSettings.requireGroups(call.realm, settings.groups().keySet());
            }
            if (body.has("alarmGroup")) {
                BadgeSettings.requireGroups(
                        call.realm, settings.alarmGroup().stream().toList());
            }
            settings.store(call.realm);
            call.told(OperationType.UPDATE, Map.of("settings", settings.json().toString()));
            return AdminAnswers.json(settings.json());
        });
    }

    /** Workstations. */
    @Path("kiosks")
    public KioskAdminResource kiosks() {
        return new KioskAdminResource(call);
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
            call.auth.realm().requireManageRealm();
            WitnessedBadges witnessed = witnessed(export);
            List<BadgeEntity> suspended = new Reconciliation(call.engine.badges)
                    .suspendWhatWasForgotten(call.realm.getId(), witnessed, call.rights.id());
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (BadgeEntity badge : suspended) {
                BadgeEnd.follow(call.session, call.realm, badge);
                list.add(BadgeJson.of(badge).put("user", badge.userId));
            }
            call.told(OperationType.ACTION, Map.of("reconciled", String.valueOf(suspended.size())));
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("witnessed", witnessed.size());
            json.set("suspended", list);
            return AdminAnswers.json(json);
        });
    }

    private WitnessedBadges witnessed(InputStream export) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(export, StandardCharsets.UTF_8))) {
            return WitnessedBadges.read(lines, call.realm.getId());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        } catch (IOException e) {
            throw new BadRequestException("The export did not arrive whole.");
        }
    }

    /** What a badge office needs to begin, and what whoever asks may do there. */
    @GET
    @Path("office")
    public Response office() {
        return AdminAnswers.of(() -> {
            call.auth.users().requireQuery();
            return AdminAnswers.json(OfficeView.json(call));
        });
    }

    /** People and their badges. */
    @GET
    @Path("people")
    public Response people(
            @QueryParam("search") String search,
            @QueryParam("group") String group,
            @QueryParam("state") String state,
            @QueryParam("first") @DefaultValue("0") int first,
            @QueryParam("max") @DefaultValue("25") int max) {
        return AdminAnswers.of(() -> {
            call.auth.users().requireQuery();
            return AdminAnswers.json(new People(call).page(new People.Wanted(search, group, state), first, max));
        });
    }

    /** Many badges at once. */
    @POST
    @Path("orders")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response order(@QueryParam("dryRun") boolean dryRun, JsonNode body) {
        return AdminAnswers.of(() -> {
            call.auth.users().requireQuery();
            return AdminAnswers.json(new Orders(call).run(OrderRow.ofJson(AdminAnswers.requireObject(body)), dryRun));
        });
    }

    /** As a table, such as a spreadsheet saves it; see {@link OrderTable}. */
    @POST
    @Path("orders")
    @Consumes("text/csv")
    public Response orderTable(@QueryParam("dryRun") boolean dryRun, InputStream csv) {
        return AdminAnswers.of(() -> {
            call.auth.users().requireQuery();
            return AdminAnswers.json(new Orders(call).run(OrderRow.ofTable(csv), dryRun));
        });
    }

    /** Revokes many. */
    @POST
    @Path("void")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response makeVoid(@QueryParam("dryRun") boolean dryRun, JsonNode body) {
        return AdminAnswers.of(() -> {
            call.auth.users().requireQuery();
            return AdminAnswers.json(new Voiding(call).run(AdminAnswers.requireObject(body), dryRun));
        });
    }

    @Path("print")
    public PrintResource print() {
        return new PrintResource(call);
    }

    /** One person's badges. */
    @Path("users/{user}/badges")
    public PersonBadgesResource ofPerson(@PathParam("user") String id) {
        return new PersonBadgesResource(call, id);
    }
}
