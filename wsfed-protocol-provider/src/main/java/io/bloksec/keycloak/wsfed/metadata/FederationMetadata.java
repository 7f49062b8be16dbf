package io.bloksec.keycloak.wsfed.metadata;

import io.bloksec.keycloak.wsfed.token.XmlText;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * What a relying party needs to know to trust this realm (WS-Federation 1.2, section 3.1): its issuer, where to send browsers,
 * and the certificates that tokens may be signed with.
 *
 * @param entityId the {@code Issuer} of the tokens
 * @param passiveEndpoint address for {@code wsignin1.0}
 * @param signingCertificates the one in use first; at least one
 */
public record FederationMetadata(String entityId, String passiveEndpoint, List<X509Certificate> signingCertificates) {

    public FederationMetadata {
        signingCertificates = List.copyOf(signingCertificates);
        if (signingCertificates.isEmpty()) {
            throw new IllegalArgumentException("Metadata without a certificate trusts nothing");
        }
    }

    public String toXml() {
        StringBuilder keys = new StringBuilder();
        for (X509Certificate certificate : signingCertificates) {
            keys.append("<KeyDescriptor use=\"signing\">")
                    .append(
                            "<ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data><ds:X509Certificate>")
                    .append(base64(certificate))
                    .append("</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>");
        }
        return "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"" + attribute(entityId)
                + "\">"
                + "<RoleDescriptor xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xmlns:fed=\"http://docs.oasis-open.org/wsfed/federation/200706\""
                + " xsi:type=\"fed:SecurityTokenServiceType\""
                + " protocolSupportEnumeration=\"http://docs.oasis-open.org/wsfed/federation/200706"
                + " http://schemas.xmlsoap.org/ws/2005/02/trust\">"
                + keys
                + "<fed:TokenTypesOffered><fed:TokenType Uri=\"urn:oasis:names:tc:SAML:1.0:assertion\"/></fed:TokenTypesOffered>"
                + endpoint("fed:SecurityTokenServiceEndpoint")
                + endpoint("fed:PassiveRequestorEndpoint")
                + "</RoleDescriptor></EntityDescriptor>";
    }

    private String endpoint(String element) {
        return "<" + element + "><EndpointReference xmlns=\"http://www.w3.org/2005/08/addressing\"><Address>"
                + XmlText.escape(passiveEndpoint) + "</Address></EndpointReference></" + element + ">";
    }

    private static String attribute(String value) {
        return XmlText.escape(value).replace("\"", "&quot;");
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("A certificate that cannot be encoded", e);
        }
    }
}
