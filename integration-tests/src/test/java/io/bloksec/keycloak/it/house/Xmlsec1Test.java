package io.bloksec.keycloak.it.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Exists because a verifier that accepts everything would look exactly like one that verifies. */
class Xmlsec1Test {

    private static final char[] STORE_PASSWORD = "store-password".toCharArray();

    private static KeyStore.PrivateKeyEntry issuer;
    private static KeyStore.PrivateKeyEntry stranger;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        issuer = keyPair(directory.resolve("issuer.p12"));
        stranger = keyPair(directory.resolve("stranger.p12"));
    }

    @Test
    void acceptsWhatTheIssuerSigned() throws Exception {
        Xmlsec1.Verification verification = Xmlsec1.verify(signed(issuer), certificate(issuer));

        assertThat(verification.valid()).as(verification.output()).isTrue();
    }

    @Test
    void refusesAChangedAssertion() throws Exception {
        String changed = signed(issuer).replace("anna@example.test", "eve@example.test");

        assertThat(Xmlsec1.verify(changed, certificate(issuer)).valid()).isFalse();
    }

    @Test
    void refusesAnAssertionThatBringsItsOwnCertificate() throws Exception {
        String forged = signed(stranger);
        assertThat(forged).contains("X509Certificate");

        assertThat(Xmlsec1.verify(forged, certificate(issuer)).valid()).isFalse();
        assertThat(Xmlsec1.verify(forged, certificate(stranger)).valid()).isTrue();
    }

    private static String signed(KeyStore.PrivateKeyEntry by) throws Exception {
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setNamespaceAware(true);
        Document document = parsers.newDocumentBuilder().parse(new InputSource(new StringReader("""
                <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="_1" MajorVersion="1"
                    MinorVersion="1" Issuer="https://idp.example.test" IssueInstant="2026-01-01T00:00:00Z"
                    ><saml:NameIdentifier>anna@example.test</saml:NameIdentifier></saml:Assertion>""")));
        document.getDocumentElement().setIdAttribute("AssertionID", true);
        XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");
        Reference reference = signatures.newReference(
                "#_1",
                signatures.newDigestMethod(DigestMethod.SHA256, null),
                List.of(
                        signatures.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                        signatures.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
                null,
                null);
        SignedInfo signedInfo = signatures.newSignedInfo(
                signatures.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                signatures.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", null),
                List.of(reference));
        KeyInfoFactory keyInfos = signatures.getKeyInfoFactory();
        KeyInfo keyInfo = keyInfos.newKeyInfo(List.of(keyInfos.newX509Data(List.of(certificate(by)))));
        PrivateKey key = by.getPrivateKey();
        signatures.newXMLSignature(signedInfo, keyInfo).sign(new DOMSignContext(key, document.getDocumentElement()));
        StringWriter text = new StringWriter();
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }

    private static X509Certificate certificate(KeyStore.PrivateKeyEntry entry) {
        return (X509Certificate) entry.getCertificate();
    }

    private static KeyStore.PrivateKeyEntry keyPair(Path file) throws Exception {
        String password = new String(STORE_PASSWORD);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=test",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        password)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).as("keytool").isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, STORE_PASSWORD);
        }
        return (KeyStore.PrivateKeyEntry) store.getEntry("key", new KeyStore.PasswordProtection(STORE_PASSWORD));
    }
}
