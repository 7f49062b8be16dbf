package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.metadata.FederationMetadata;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.ClientInstallationProvider;

/**
 * <em>Action → Download adapter configs</em> of a client: the federation metadata, for relying parties that cannot fetch it. The
 * console's dialog fails for a protocol without an entry there.
 */
public final class FederationMetadataInstallation implements ClientInstallationProvider {

    @Override
    public Response generateInstallation(
            KeycloakSession session, RealmModel realm, ClientModel client, URI serverBaseUri) {
        return WsFedEndpoint.metadata(session, realm)
                .map(FederationMetadata::toXml)
                .map(xml -> Response.ok(xml, MediaType.TEXT_PLAIN_TYPE))
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND))
                .build();
    }

    @Override
    public String getId() {
        return "wsfed-federation-metadata";
    }

    @Override
    public String getProtocol() {
        return WsFedLoginProtocol.ID;
    }

    @Override
    public String getDisplayType() {
        return "Federation metadata (FederationMetadata.xml)";
    }

    @Override
    public String getHelpText() {
        return "Issuer, endpoint and signing certificates of this realm, for relying parties that cannot read them from the realm's"
                + " metadata address.";
    }

    @Override
    public String getFilename() {
        return "FederationMetadata.xml";
    }

    @Override
    public String getMediaType() {
        return MediaType.APPLICATION_XML;
    }

    @Override
    public boolean isDownloadOnly() {
        return false;
    }

    @Override
    public ClientInstallationProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public void init(Config.Scope config) {
        // nothing to read
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // nothing to wait for
    }

    @Override
    public void close() {
        // nothing is held
    }
}
