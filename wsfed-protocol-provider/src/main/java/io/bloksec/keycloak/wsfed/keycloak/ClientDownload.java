package io.bloksec.keycloak.wsfed.keycloak;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.ClientInstallationProvider;

/** One entry of <em>Action → Download adapter configs</em>; the console's dialog fails for a protocol without any. */
abstract class ClientDownload implements ClientInstallationProvider {

    private final String id;
    private final String displayType;
    private final String helpText;
    private final String filename;
    private final String mediaType;

    ClientDownload(String id, String displayType, String helpText, String filename, String mediaType) {
        this.id = id;
        this.displayType = displayType;
        this.helpText = helpText;
        this.filename = filename;
        this.mediaType = mediaType;
    }

    /** The text, or null where the realm has no certificate to sign with. */
    abstract String text(KeycloakSession session, RealmModel realm, ClientModel client, URI serverBaseUri)
            throws InvalidSettingException;

    @Override
    public final Response generateInstallation(
            KeycloakSession session, RealmModel realm, ClientModel client, URI serverBaseUri) {
        try {
            String text = text(session, realm, client, serverBaseUri);
            return text == null
                    ? plain(Response.Status.NOT_FOUND, "The realm has no RSA key with a certificate to sign with.")
                    : plain(Response.Status.OK, text);
        } catch (InvalidSettingException e) {
            return plain(Response.Status.OK, "The setting " + e.setting() + " cannot be used: " + e.getMessage());
        }
    }

    private static Response plain(Response.Status status, String text) {
        return Response.status(status)
                .entity(text)
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .build();
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final String getProtocol() {
        return WsFedLoginProtocol.ID;
    }

    @Override
    public final String getDisplayType() {
        return displayType;
    }

    @Override
    public final String getHelpText() {
        return helpText;
    }

    @Override
    public final String getFilename() {
        return filename;
    }

    @Override
    public final String getMediaType() {
        return mediaType;
    }

    @Override
    public final boolean isDownloadOnly() {
        return false;
    }

    @Override
    public final ClientInstallationProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public final void init(Config.Scope config) {
        // nothing to read
    }

    @Override
    public final void postInit(KeycloakSessionFactory factory) {
        // nothing to wait for
    }

    @Override
    public final void close() {
        // nothing is held
    }
}
