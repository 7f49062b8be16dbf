package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.entra.FederatedDomain;
import io.bloksec.keycloak.wsfed.entra.FederationScript;
import java.net.URI;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The PowerShell script that federates a domain of Entra ID with this realm. */
public final class EntraScriptInstallation extends ClientDownload {

    public EntraScriptInstallation() {
        super(
                "wsfed-entra-powershell",
                "Entra ID: PowerShell script",
                "Federates a domain by Microsoft Graph, shows what Entra ID holds, exports ImmutableIDs, and takes the federation"
                        + " back. It changes nothing unless it is told to.",
                "federate-domain.ps1",
                "text/plain");
    }

    @Override
    String text(KeycloakSession session, RealmModel realm, ClientModel client, URI serverBaseUri)
            throws InvalidSettingException {
        List<FederatedDomain> domains = EntraFederation.of(session, realm, client, serverBaseUri);
        return domains.isEmpty() ? null : FederationScript.of(domains);
    }
}
