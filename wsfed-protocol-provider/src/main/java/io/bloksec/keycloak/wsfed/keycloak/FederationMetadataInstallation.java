package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.issuer.IssuerStrategy;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The client's federation metadata, for relying parties that cannot fetch it. */
public final class FederationMetadataInstallation extends ClientDownload {

    public FederationMetadataInstallation() {
        super(
                "wsfed-federation-metadata",
                "Federation metadata (FederationMetadata.xml)",
                "Issuer, endpoint, signing certificates and claims of this client, signed, for relying parties that cannot read"
                        + " them from the realm's metadata address.",
                "FederationMetadata.xml",
                MediaType.APPLICATION_XML);
    }

    @Override
    String text(KeycloakSession session, RealmModel realm, ClientModel client, URI serverBaseUri)
            throws InvalidSettingException {
        PublishedMetadata published = new PublishedMetadata(session, realm);
        if (new WsFedClient(client).issuerStrategy("urn:none") instanceof IssuerStrategy.ByDomain byDomain
                && byDomain.issuers().size() > 1) {
            return byDomain.table().entries().keySet().stream()
                    .map(domain -> published.address(client, domain) + "\n")
                    .collect(Collectors.joining("", "Each domain has its own issuer, and so its own metadata:\n", ""));
        }
        return published
                .of(client, Optional.empty())
                .map(PublishedMetadata.Document::xml)
                .orElse(null);
    }
}
