package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.app.AppFile;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** {@code …/blokkey/app/}: the phone's web app, static files for anybody. Its address is what codes on screens begin with. */
public final class AppRoutes {

    private static final String BACKGROUND = "#f6f7fa";

    private final KeycloakSession session;

    AppRoutes(KeycloakSession session) {
        this.session = session;
    }

    /** Relative addresses need the slash at the end. */
    @GET
    public Response start(@HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
        URI here = session.getContext().getUri().getAbsolutePath();
        return here.getPath().endsWith("/")
                ? file(AppFile.START, known)
                : Response.seeOther(URI.create(here + "/")).build();
    }

    /** What a phone puts on its home screen (W3C Web Application Manifest): one app for each realm. */
    @GET
    @Path("manifest.webmanifest")
    public Response manifest() {
        RealmModel realm = session.getContext().getRealm();
        String organisation = Optional.ofNullable(realm.getDisplayName())
                .filter(name -> !name.isBlank())
                .orElse(realm.getName());
        ObjectNode manifest = JsonNodeFactory.instance
                .objectNode()
                // Resolved against the origin alone, which several realms may share.
                .put("id", URI.create(RealmSetup.of(session).app()).getRawPath())
                .put("name", "BlokKey · " + organisation)
                .put("short_name", "BlokKey")
                .put("start_url", "./")
                .put("scope", "./")
                .put("display", "standalone")
                .put("orientation", "portrait")
                .put("background_color", BACKGROUND)
                .put("theme_color", BACKGROUND);
        ArrayNode icons = manifest.putArray("icons");
        icon(icons, "icon-192.png", "192x192", "any");
        icon(icons, "icon-512.png", "512x512", "any");
        icon(icons, "icon-maskable-512.png", "512x512", "maskable");
        return safe(Response.ok(manifest.toString(), "application/manifest+json"))
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    @GET
    @Path("{file: .+}")
    public Response file(@PathParam("file") String path, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
        AppFile file = AppFile.of(path).orElse(null);
        if (file == null) {
            return safe(Response.status(Response.Status.NOT_FOUND)).build();
        }
        Response.ResponseBuilder answer = file.etag().equals(known)
                ? Response.notModified()
                : Response.ok(file.content()).type(file.type());
        return safe(answer)
                .header(HttpHeaders.ETAG, file.etag())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    private static void icon(ArrayNode icons, String source, String sizes, String purpose) {
        icons.addObject()
                .put("src", source)
                .put("sizes", sizes)
                .put("type", "image/png")
                .put("purpose", purpose);
    }

    /** Our policy alone: the realm's is for pages that have more than this one. The device API may be on another host than the app. */
    private Response.ResponseBuilder safe(Response.ResponseBuilder answer) {
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        URI issuer = URI.create(RealmSetup.of(session).issuer());
        String policy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; manifest-src 'self'; worker-src 'self'; "
                        + "connect-src 'self' " + issuer.getScheme() + "://" + issuer.getRawAuthority()
                        + "; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";
        return answer.header("Content-Security-Policy", policy)
                .header(
                        "Permissions-Policy",
                        "camera=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), geolocation=(), microphone=()")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin");
    }
}
