package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        } catch (PersistenceException e) {
            LOG.warn("The database refuses", e);
            return problem(503, "unavailable", "The database refuses.");
        } catch (KeysMissingException e) {
            return problem(503, "keys_missing", "This server has no master key for badges.");
        } catch (BadRequestException | ForbiddenException | RefusedException | LostRaceException e) {
            Problem problem = Problem.of(e);
            return problem(problem.status(), problem.code(), problem.title());
        } catch (RowsRefusedException e) {
            ObjectNode json = problemJson(e.problem());
            e.badges().forEach(json.withArray("badges")::add);
            return problem(e.problem().status(), json);
        }
    }

    /**
     * Why one thing cannot be done, alone or among many.
     *
     * @param code stable
     */
    record Problem(int status, String code, String title) {

        static Problem of(RuntimeException e) {
            if (e instanceof BadRequestException bad) {
                return new Problem(400, bad.code(), bad.getMessage());
            }
            if (e instanceof ForbiddenException) {
                return new Problem(403, "forbidden", e.getMessage());
            }
            if (e instanceof jakarta.ws.rs.ForbiddenException) {
                return new Problem(403, "forbidden", "You may not do this for this person.");
            }
            if (e instanceof RefusedException refused) {
                return refused.refusal() == Refusal.UNKNOWN
                        ? new Problem(404, "not_found", "There is no such badge.")
                        : new Problem(409, "conflict", "The badge is not in a state in which this can be done.");
            }
            if (e instanceof LostRaceException) {
                return new Problem(409, "conflict", "Somebody else was first.");
            }
            throw e;
        }

        ObjectNode json() {
            return JsonNodeFactory.instance.objectNode().put("code", code).put("title", title);
        }
    }

    /** @throws BadRequestException when nothing was sent, or no object */
    static JsonNode requireObject(JsonNode body) {
        if (body == null || !body.isObject()) {
            throw new BadRequestException("There is an object to be sent.");
        }
        return body;
    }

    static Response json(Object body) {
        return Response.ok(body.toString(), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    static Response problem(int status, String code, String title) {
        return problem(status, problemJson(new Problem(status, code, title)));
    }

    private static Response problem(int status, ObjectNode json) {
        return Response.status(status)
                .type("application/problem+json")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(json.toString())
                .build();
    }

    private static ObjectNode problemJson(Problem problem) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", problem.title())
                .put("status", problem.status())
                .put("code", problem.code());
    }
}
