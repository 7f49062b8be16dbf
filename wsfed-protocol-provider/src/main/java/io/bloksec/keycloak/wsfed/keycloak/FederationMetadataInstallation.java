package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.metadata.FederationMetadata;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The realm's federation metadata, for relying parties that cannot fetch it. */
public final class FederationMetadataInstallation extends ClientDownload {

    public FederationMetadataInstallation() {
        super(
                "wsfed-federation-metadata",
                "Federation metadata (FederationMetadata.xml)",
                "Issuer, endpoint and signing certificates of this realm, for relying parties that cannot read them from the"
                        + " realm's metadata address.",
                "FederationMetadata.xml",
                MediaType.APPLICATION_XML);
    }

    @Override
    String text(KeycloakSession session, RealmModel realm, ClientModel client, URI serverBaseUri) {
        return WsFedEndpoint.metadata(session, realm)
                .map(FederationMetadata::toXml)
                .orElse(null);
    }
}
