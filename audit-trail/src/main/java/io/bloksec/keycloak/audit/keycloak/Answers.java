package io.bloksec.keycloak.audit.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/** JSON to administrators; refusals as RFC 9457 has them. */
final class Answers {

    private Answers() {}

    static Response of(Supplier<Response> route) {
        try {
            return route.get();
        } catch (Refusal e) {
            return e.answer();
        }
    }

    static Response json(Object body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Why something is not done. */
    static final class Refusal extends RuntimeException {
        private final int status;
        private final String code;

        Refusal(int status, String code, String title) {
            super(title, null, false, false);
            this.status = status;
            this.code = code;
        }

        static Refusal malformed(String what) {
            return new Refusal(400, "malformed", what);
        }

        static Refusal forbidden() {
            return new Refusal(403, "forbidden", "Not for this administrator");
        }

        static Refusal notFound() {
            return new Refusal(404, "not-found", "There is no such record");
        }

        private Response answer() {
            String body = JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "about:blank")
                    .put("title", getMessage())
                    .put("status", status)
                    .put("code", code)
                    .toString();
            return Response.status(status)
                    .type("application/problem+json")
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .entity(body)
                    .build();
        }
    }
}
