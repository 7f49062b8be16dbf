package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.database.LostRaceException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * JSON to machines. Refusals are returned, never thrown on: Keycloak rolls back with everything that leaves a route as an
 * exception.
 */
final class Answers {

    private static final Logger LOG = Logger.getLogger(Answers.class);

    /** Seconds. */
    private static final int RETRY_AFTER = 30;

    private Answers() {}

    /** @param route returns the answer, or throws {@link ProblemException} */
    static Response of(Supplier<Response> route) {
        try {
            return route.get();
        } catch (ProblemException e) {
            return problem(e).build();
        } catch (LostRaceException e) {
            return problem(new ProblemException(Problem.CONFLICT)).build();
        } catch (PersistenceException e) {
            LOG.warn("The database refuses", e);
            return problem(new ProblemException(Problem.UNAVAILABLE)).build();
        }
    }

    static Response json(Object body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    static Response nothing() {
        return Response.noContent()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** @param detail what is wrong with the message, for whoever sent it */
    static Response malformed(String detail) {
        return problem(new ProblemException(Problem.MALFORMED), detail).build();
    }

    static Response.ResponseBuilder problem(ProblemException refusal) {
        return problem(refusal, null);
    }

    private static Response.ResponseBuilder problem(ProblemException refusal, String detail) {
        Problem problem = refusal.problem();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "about:blank")
                .put("title", problem.title())
                .put("status", problem.status())
                .put("code", problem.code());
        if (detail != null) {
            body.put("detail", detail);
        }
        if (refusal.state() != null) {
            body.put("state", refusal.state());
        }
        Response.ResponseBuilder answer = Response.status(problem.status());
        if (problem == Problem.TOO_MANY) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        return answer.type("application/problem+json")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(body.toString());
    }
}
