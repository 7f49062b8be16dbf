package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.entra.FederatedDomain;
import io.bloksec.keycloak.wsfed.entra.FederationScript;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/** The same as the script, for those who call Microsoft Graph themselves: a request and its body for each domain. */
public final class EntraGraphInstallation extends ClientDownload {

    public EntraGraphInstallation() {
        super(
                "wsfed-entra-graph",
                "Entra ID: Microsoft Graph JSON",
                "For each domain the request to Microsoft Graph that federates it.",
                "federation-configuration.json",
                MediaType.APPLICATION_JSON);
    }

    @Override
    String text(KeycloakSession session, RealmModel realm, ClientModel client, URI serverBaseUri)
            throws InvalidSettingException {
        List<FederatedDomain> domains = EntraFederation.of(session, realm, client, serverBaseUri);
        try {
            return domains.isEmpty()
                    ? null
                    : JsonSerialization.writeValueAsPrettyString(FederationScript.graph(domains));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
