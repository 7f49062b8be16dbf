package io.bloksec.keycloak.console.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.console.PageFile;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;

/** {@code /realms/{realm}/console/}: static files, and where the rest of the server is. Nothing here needs a sign-in, or tells anything. */
public final class ConsoleResource {

    private final KeycloakSession session;

    ConsoleResource(KeycloakSession session) {
        this.session = session;
    }

    /** Relative addresses need the slash at the end. */
    @GET
    public Response start(@HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
        URI here = session.getContext().getUri().getAbsolutePath();
        return here.getPath().endsWith("/")
                ? file(PageFile.START, known)
                : Response.seeOther(URI.create(here + "/")).build();
    }

    @GET
    @Path("config.json")
    public Response config() {
        String realm = session.getContext().getRealm().getName();
        URI admin = session.getContext().getUri(UrlType.ADMIN).getBaseUri();
        URI frontend = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("realm", realm)
                .put("issuer", Urls.realmIssuer(frontend, realm))
                .put("admin", admin.resolve("admin/realms/" + realm + "/").toString())
                .put("client", ConsoleResourceFactory.CLIENT)
                .toString();
        return safe(Response.ok(json, "application/json"))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @Path("{file: .+}")
    public Response file(@PathParam("file") String path, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
        PageFile file = PageFile.of(path).orElse(null);
        if (file == null) {
            return safe(Response.status(Response.Status.NOT_FOUND)).build();
        }
        Response.ResponseBuilder answer = file.etag().equals(known)
                ? Response.notModified()
                : Response.ok(file.content()).type(file.type());
        return safe(answer)
                .header(HttpHeaders.ETAG, file.etag())
                .header(HttpHeaders.CACHE_CONTROL, file.isPage() ? "no-store" : "no-cache")
                .build();
    }

    /** Our policy alone: the realm's is for pages that have more than this one. */
    private Response.ResponseBuilder safe(Response.ResponseBuilder answer) {
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        URI admin = session.getContext().getUri(UrlType.ADMIN).getBaseUri();
        String policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' "
                + admin.getScheme() + "://" + admin.getRawAuthority()
                + "; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";
        return answer.header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin");
    }
}
