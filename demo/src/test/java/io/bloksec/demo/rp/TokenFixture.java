package io.bloksec.demo.rp;

import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;

/** Makes real signed answers, good ones unless told otherwise: the text is changed before it is signed. */
final class TokenFixture {

    static final String ISSUER = "https://id.example/realms/corp";

    final PrivateKey key;
    final X509Certificate certificate;

    private TokenFixture(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    static TokenFixture withNewKey() {
        try {
            Path store = Files.createTempDirectory("keys").resolve("keys.p12");
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            Process process = new ProcessBuilder(
                            keytool,
                            "-genkeypair",
                            "-alias",
                            "idp",
                            "-keyalg",
                            "RSA",
                            "-keysize",
                            "2048",
                            "-dname",
                            "CN=corp",
                            "-validity",
                            "30",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            "changeit")
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, "changeit".toCharArray());
            }
            return new TokenFixture((PrivateKey) keys.getKey("idp", "changeit".toCharArray()), (X509Certificate)
                    keys.getCertificate("idp"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Domain domain() {
        return new Domain(
                "corp.example",
                ISSUER,
                "https://id.example/realms/corp/protocol/wsfed",
                certificate,
                Optional.empty(),
                Domain.MfaBehavior.acceptIfMfaDoneByFederatedIdp);
    }

    /** Milliseconds: .NET readers take no more than seven digits of a second. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A good assertion, not signed yet. */
    static String assertion() {
        Instant now = now();
        String subject =
                "<s:Subject><s:NameIdentifier>id-of-ana</s:NameIdentifier><s:SubjectConfirmation><s:ConfirmationMethod>"
                        + "urn:oasis:names:tc:SAML:1.0:cm:bearer</s:ConfirmationMethod></s:SubjectConfirmation></s:Subject>";
        return "<s:Assertion xmlns:s=\"urn:oasis:names:tc:SAML:1.0:assertion\" MajorVersion=\"1\" MinorVersion=\"1\" AssertionID=\"_"
                + UUID.randomUUID() + "\" Issuer=\"" + ISSUER + "\" IssueInstant=\"" + now
                + "\"><s:Conditions NotBefore=\""
                + now.minusSeconds(120) + "\" NotOnOrAfter=\"" + now.plusSeconds(3600)
                + "\"><s:AudienceRestrictionCondition><s:Audience>urn:federation:MicrosoftOnline</s:Audience>"
                + "</s:AudienceRestrictionCondition></s:Conditions><s:AuthenticationStatement AuthenticationMethod=\""
                + "urn:oasis:names:tc:SAML:1.0:am:password\" AuthenticationInstant=\"" + now + "\">" + subject
                + "</s:AuthenticationStatement><s:AttributeStatement>" + subject
                + attribute("http://schemas.xmlsoap.org/claims", "UPN", "ana@corp.example")
                + attribute("http://schemas.microsoft.com/LiveID/Federation/2008/05", "ImmutableID", "id-of-ana")
                + "</s:AttributeStatement></s:Assertion>";
    }

    static String attribute(String namespace, String name, String value) {
        return "<s:Attribute AttributeName=\"" + name + "\" AttributeNamespace=\"" + namespace + "\"><s:AttributeValue>"
                + value + "</s:AttributeValue></s:Attribute>";
    }

    String signed(String assertion) {
        return signed(assertion, SignatureMethod.RSA_SHA256);
    }

    String signed(String assertion, String algorithm) {
        try {
            Element root = Xml.parse(assertion);
            root.setIdAttribute("AssertionID", true);
            XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
            var reference = factory.newReference(
                    "#" + root.getAttribute("AssertionID"),
                    factory.newDigestMethod(DigestMethod.SHA256, null),
                    List.of(
                            factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                            factory.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
                    null,
                    null);
            var signedInfo = factory.newSignedInfo(
                    factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                    factory.newSignatureMethod(algorithm, null),
                    List.of(reference));
            var keyInfos = factory.getKeyInfoFactory();
            var keyInfo = keyInfos.newKeyInfo(List.of(keyInfos.newX509Data(List.of(certificate))));
            factory.newXMLSignature(signedInfo, keyInfo).sign(new DOMSignContext(key, root));
            Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter xml = new StringWriter();
            transformer.transform(new DOMSource(root), new StreamResult(xml));
            return xml.toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String response(String assertion) {
        return "<t:RequestSecurityTokenResponse xmlns:t=\"http://schemas.xmlsoap.org/ws/2005/02/trust\"><t:Lifetime xmlns:u=\""
                + "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\"><u:Created>"
                + now()
                + "</u:Created><u:Expires>" + now().plusSeconds(3600) + "</u:Expires></t:Lifetime>"
                + "<p:AppliesTo xmlns:p=\"http://schemas.xmlsoap.org/ws/2004/09/policy\"><a:EndpointReference xmlns:a=\""
                + "http://www.w3.org/2005/08/addressing\"><a:Address>urn:federation:MicrosoftOnline</a:Address>"
                + "</a:EndpointReference></p:AppliesTo><t:RequestedSecurityToken>" + assertion
                + "</t:RequestedSecurityToken><t:TokenType>urn:oasis:names:tc:SAML:1.0:assertion</t:TokenType>"
                + "</t:RequestSecurityTokenResponse>";
    }
}
