package io.bloksec.keycloak.wsfed.keycloak.admin;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that says what was wrong, as problem JSON (RFC 9457) with a code that programs can rely on. */
final class Problem {

    private Problem() {}

    static WebApplicationException of(Response.Status status, String code, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", status.getReasonPhrase());
        body.put("status", status.getStatusCode());
        body.put("code", code);
        body.put("detail", detail);
        return new WebApplicationException(
                detail,
                Response.status(status)
                        .type("application/problem+json")
                        .entity(body)
                        .build());
    }
}
