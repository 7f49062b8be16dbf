package io.bloksec.keycloak.blokkey.keycloak;

import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/**
 * Lets the phone app call from a host of its own (realm setting {@code app-origin}), and no other site. Calls carry a proof and no
 * cookie, so none are allowed; the routes of the sign-in page answer no other origin at all.
 */
public final class AppCors {

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String ALLOW_METHODS = "Access-Control-Allow-Methods";
    private static final String ALLOW_HEADERS = "Access-Control-Allow-Headers";
    private static final String EXPOSE_HEADERS = "Access-Control-Expose-Headers";
    private static final String MAX_AGE = "Access-Control-Max-Age";
    private static final String ORIGIN = "Origin";

    private final KeycloakSession session;

    AppCors(KeycloakSession session) {
        this.session = session;
    }

    /** What a browser asks before it calls. */
    @OPTIONS
    @Path("{any:.*}")
    public Response preflight(@PathParam("any") String path) {
        Response.ResponseBuilder answer = Response.noContent().header(HttpHeaders.VARY, ORIGIN);
        if (!path.startsWith("page") && isApp(session)) {
            answer.header(ALLOW_ORIGIN, origin(session))
                    .header(ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE")
                    .header(ALLOW_HEADERS, DeviceCall.PROOF + ", " + HttpHeaders.CONTENT_TYPE)
                    .header(MAX_AGE, 600);
        }
        return answer.build();
    }

    static Response allow(KeycloakSession session, Response response) {
        Response.ResponseBuilder answer = Response.fromResponse(response).header(HttpHeaders.VARY, ORIGIN);
        if (isApp(session)) {
            answer.header(ALLOW_ORIGIN, origin(session)).header(EXPOSE_HEADERS, DeviceCall.NONCE);
        }
        return answer.build();
    }

    private static boolean isApp(KeycloakSession session) {
        String origin = origin(session);
        return origin != null && origin.equals(RealmSetup.of(session).origin());
    }

    private static String origin(KeycloakSession session) {
        return session.getContext().getRequestHeaders().getHeaderString(ORIGIN);
    }
}
