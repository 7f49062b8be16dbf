package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.entra.FederatedDomain;
import io.bloksec.keycloak.wsfed.issuer.IssuerStrategy;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;

/** What one client's settings mean for Entra ID: a federation for each domain of its table, or one for a domain yet unnamed. */
final class EntraFederation {

    private EntraFederation() {}

    /** Empty when the realm has no certificate to sign with. */
    static List<FederatedDomain> of(KeycloakSession session, RealmModel realm, ClientModel client, URI base)
            throws InvalidSettingException {
        WsFedClient relyingParty = new WsFedClient(client);
        List<X509Certificate> certificates = new SigningKeys(session, realm).published(relyingParty.signingKeyId());
        if (certificates.isEmpty()) {
            return List.of();
        }
        String realmUrl = Urls.realmIssuer(base, realm.getName());
        String endpoint = realmUrl + "/protocol/" + WsFedLoginProtocol.ID;
        String displayName = realm.getDisplayName() == null ? realm.getName() : realm.getDisplayName();
        Optional<X509Certificate> next = certificates.size() > 1 ? Optional.of(certificates.get(1)) : Optional.empty();
        IssuerStrategy issuers = relyingParty.issuerStrategy(realmUrl);
        if (issuers instanceof IssuerStrategy.ByDomain byDomain) {
            return byDomain.table().entries().entrySet().stream()
                    .map(entry -> new FederatedDomain(
                            Optional.of(entry.getKey()),
                            displayName,
                            entry.getValue(),
                            endpoint,
                            certificates.get(0),
                            next))
                    .toList();
        }
        return issuers.issuers().stream()
                .map(issuer ->
                        new FederatedDomain(Optional.empty(), displayName, issuer, endpoint, certificates.get(0), next))
                .toList();
    }
}
