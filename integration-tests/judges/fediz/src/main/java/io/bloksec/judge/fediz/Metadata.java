package io.bloksec.judge.fediz;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What a relying party learns of an issuer from its WS-Federation metadata (WS-Federation 1.2, section 3.1).
 *
 * @param entityId the {@code Issuer} that its tokens must carry
 * @param passiveEndpoint where it takes {@code wsignin1.0}
 * @param certificates those its tokens may be signed with
 */
record Metadata(String entityId, String passiveEndpoint, List<X509Certificate> certificates) {

    private static final String SAML_METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String FEDERATION = "http://docs.oasis-open.org/wsfed/federation/200706";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

    static Metadata parse(String xml) throws SAXException, CertificateException {
        Element entity = Xml.parse(xml);
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (Element key : Xml.elements(entity, SAML_METADATA, "KeyDescriptor")) {
            if (key.getAttribute("use").equals("signing")) {
                for (Element certificate : Xml.elements(key, SIGNATURE, "X509Certificate")) {
                    byte[] der = Base64.getMimeDecoder().decode(certificate.getTextContent());
                    certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                }
            }
        }
        Element endpoint =
                Xml.elements(entity, FEDERATION, "PassiveRequestorEndpoint").get(0);
        String address = Xml.elements(endpoint, ADDRESSING, "Address")
                .get(0)
                .getTextContent()
                .strip();
        return new Metadata(entity.getAttribute("entityID"), address, certificates);
    }
}
