package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.entra.FederatedDomain;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The values that an administrator of a relying party types into its forms. */
public final class SettingsInstallation extends ClientDownload {

    public SettingsInstallation() {
        super(
                "wsfed-settings",
                "Settings (text)",
                "Issuer, addresses and certificates, to be copied into a relying party's forms.",
                "settings.txt",
                "text/plain");
    }

    @Override
    String text(KeycloakSession session, RealmModel realm, ClientModel client, URI serverBaseUri)
            throws InvalidSettingException {
        List<FederatedDomain> domains = EntraFederation.of(session, realm, client, serverBaseUri);
        return domains.isEmpty()
                ? null
                : domains.stream()
                        .map(domain -> domain.domain()
                                        .map(name -> "domain: " + name + "\n")
                                        .orElse("")
                                + "wtrealm: " + client.getClientId() + "\n"
                                + domain.properties().entrySet().stream()
                                        .map(property -> property.getKey() + ": " + property.getValue())
                                        .collect(Collectors.joining("\n", "", "\n")))
                        .collect(Collectors.joining("\n"));
    }
}
