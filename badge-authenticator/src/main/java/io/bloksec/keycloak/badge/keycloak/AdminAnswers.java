package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.keys.KeysMissingException;
import io.bloksec.keycloak.database.LostRaceException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** JSON to administrators' programs; refusals as RFC 9457 has them, with a stable {@code code}. */
final class AdminAnswers {

    private static final Logger LOG = Logger.getLogger(AdminAnswers.class);

    private AdminAnswers() {}

    static Response of(Supplier<Response> call) {
        try {
            return call.get();
        } catch (BadRequestException e) {
            return problem(400, "malformed", e.getMessage());
        } catch (ForbiddenException e) {
            return problem(403, "forbidden", e.getMessage());
        } catch (RefusedException e) {
            return e.refusal() == Refusal.UNKNOWN
                    ? problem(404, "not_found", "There is no such badge.")
                    : problem(409, "conflict", "The badge is not in a state in which this can be done.");
        } catch (LostRaceException e) {
            return problem(409, "conflict", "Somebody else was first.");
        } catch (KeysMissingException e) {
            return problem(503, "keys_missing", "This server has no master key for badges.");
        } catch (PersistenceException e) {
            LOG.warn("The database refuses", e);
            return problem(503, "unavailable", "The database refuses.");
        }
    }

    static Response json(Object body) {
        return Response.ok(body.toString(), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    static Response problem(int status, String code, String title) {
        return Response.status(status)
                .type("application/problem+json")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "about:blank")
                        .put("title", title)
                        .put("status", status)
                        .put("code", code)
                        .toString())
                .build();
    }
}
