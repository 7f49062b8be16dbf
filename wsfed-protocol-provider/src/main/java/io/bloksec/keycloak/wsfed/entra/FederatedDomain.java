package io.bloksec.keycloak.wsfed.entra;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Entra ID has to be told of one federated domain: the properties of Microsoft Graph's {@code internalDomainFederation}
 * (https://learn.microsoft.com/graph/api/resources/internaldomainfederation). {@code activeSignInUri} and {@code
 * metadataExchangeUri} are left out: they are for clients that send passwords.
 *
 * @param domain absent where the administrator has yet to name it
 * @param issuerUri unique among all domains of all tenants
 * @param endpoint where browsers sign in and out
 * @param signing the certificate in use
 * @param next the one that will follow, where there is one
 */
public record FederatedDomain(
        Optional<String> domain,
        String displayName,
        String issuerUri,
        String endpoint,
        X509Certificate signing,
        Optional<X509Certificate> next) {

    /** Graph's properties by name, in the order in which its documentation lists them. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("displayName", displayName);
        properties.put("issuerUri", issuerUri);
        properties.put("passiveSignInUri", endpoint);
        properties.put("signOutUri", endpoint);
        properties.put("preferredAuthenticationProtocol", "wsFed");
        // Entra ID would otherwise ask for a password by name, which a passwordless sign-in does not have.
        properties.put("promptLoginBehavior", "nativeSupport");
        properties.put("federatedIdpMfaBehavior", "acceptIfMfaDoneByFederatedIdp");
        properties.put("signingCertificate", base64(signing));
        next.ifPresent(certificate -> properties.put("nextSigningCertificate", base64(certificate)));
        return properties;
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
