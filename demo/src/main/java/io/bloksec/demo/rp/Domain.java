package io.bloksec.demo.rp;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * A federated domain as Entra ID registers it (Microsoft Graph, resource {@code internalDomainFederation}).
 *
 * @param issuerUri compared character by character with a token's {@code Issuer}
 * @param nextSigningCertificate accepted besides the current one, for a change of keys
 */
public record Domain(
        String name,
        String issuerUri,
        String passiveSignInUri,
        X509Certificate signingCertificate,
        Optional<X509Certificate> nextSigningCertificate,
        MfaBehavior federatedIdpMfaBehavior) {

    private static final String SAML_METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String FEDERATION = "http://docs.oasis-open.org/wsfed/federation/200706";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

    /** What Entra ID does about multi-factor authentication at the identity provider; the names are Graph's. */
    public enum MfaBehavior {
        /** Takes the claim when it comes, does its own multi-factor authentication when it does not. */
        acceptIfMfaDoneByFederatedIdp,
        /** Sends the person back to the identity provider until the claim comes. */
        enforceMfaByFederatedIdp,
        /** Always does its own. */
        rejectMfaByFederatedIdp
    }

    /** What an administrator does with the issuer's metadata: reads the settings of the domain from it. */
    public static Domain fromMetadata(String name, String metadata, MfaBehavior mfa) {
        try {
            Element entity = Xml.parse(metadata);
            List<X509Certificate> certificates = new ArrayList<>();
            for (Element key : Xml.elements(entity, SAML_METADATA, "KeyDescriptor")) {
                for (Element certificate : Xml.elements(key, SIGNATURE, "X509Certificate")) {
                    certificates.add(certificate(certificate.getTextContent()));
                }
            }
            String endpoint = Xml.elements(entity, FEDERATION, "PassiveRequestorEndpoint").stream()
                    .flatMap(element -> Xml.elements(element, ADDRESSING, "Address").stream())
                    .map(address -> address.getTextContent().strip())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No passive endpoint in the metadata"));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("No certificate in the metadata");
            }
            return new Domain(
                    name,
                    entity.getAttribute("entityID"),
                    endpoint,
                    certificates.get(0),
                    certificates.stream().skip(1).findFirst(),
                    mfa);
        } catch (SAXException | CertificateException e) {
            throw new IllegalArgumentException("Unusable metadata: " + e.getMessage(), e);
        }
    }

    public Domain withMfaBehavior(MfaBehavior mfa) {
        return new Domain(name, issuerUri, passiveSignInUri, signingCertificate, nextSigningCertificate, mfa);
    }

    public List<X509Certificate> certificates() {
        return Stream.concat(Stream.of(signingCertificate), nextSigningCertificate.stream())
                .toList();
    }

    private static X509Certificate certificate(String base64) throws CertificateException {
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
