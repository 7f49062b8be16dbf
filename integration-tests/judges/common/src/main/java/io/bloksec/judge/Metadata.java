package io.bloksec.judge;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.namespace.QName;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What a relying party learns of an issuer from its WS-Federation metadata (WS-Federation 1.2, section 3.1).
 *
 * @param entityId the {@code Issuer} that its tokens must carry
 * @param passiveEndpoint where it takes {@code wsignin1.0}
 * @param certificates those its tokens may be signed with
 */
public record Metadata(String entityId, String passiveEndpoint, List<X509Certificate> certificates) {

    private static final String SAML_METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String FEDERATION = "http://docs.oasis-open.org/wsfed/federation/200706";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    public static Metadata parse(String xml) throws SAXException, CertificateException {
        Element entity = Xml.parse(xml);
        Element role = Xml.elements(entity, SAML_METADATA, "RoleDescriptor").stream()
                .filter(Metadata::isTokenService)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The metadata has no SecurityTokenServiceType role"));
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (Element key : Xml.elements(role, SAML_METADATA, "KeyDescriptor")) {
            if (key.getAttribute("use").equals("signing")) {
                for (Element certificate : Xml.elements(key, SIGNATURE, "X509Certificate")) {
                    byte[] der = Base64.getMimeDecoder().decode(certificate.getTextContent());
                    certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                }
            }
        }
        Element address = Xml.path(
                role,
                new QName(FEDERATION, "PassiveRequestorEndpoint"),
                new QName(ADDRESSING, "EndpointReference"),
                new QName(ADDRESSING, "Address"));
        if (address == null) {
            throw new IllegalArgumentException("The metadata has no single PassiveRequestorEndpoint");
        }
        return new Metadata(
                entity.getAttribute("entityID"), address.getTextContent().strip(), certificates);
    }

    private static boolean isTokenService(Element role) {
        String[] type = role.getAttributeNS(INSTANCE, "type").split(":", 2);
        return type.length == 2
                && type[1].equals("SecurityTokenServiceType")
                && FEDERATION.equals(role.lookupNamespaceURI(type[0]));
    }
}
