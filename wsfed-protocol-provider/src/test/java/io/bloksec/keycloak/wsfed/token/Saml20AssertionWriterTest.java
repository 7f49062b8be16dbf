package io.bloksec.keycloak.wsfed.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.wsfed.schema.FederationSchemas;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The same assertion as SAML 2.0 has it. */
class Saml20AssertionWriterTest {

    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final SigningKey KEY = Keys.rsa2048("corp");
    private static final SigningKey FOREIGN_KEY = Keys.rsa2048("corp");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");

    private final AssertionWriter writer = new Saml20AssertionWriter();

    @Example
    void isSchemaValidAndVerifiesWithItsKeyAlone() throws Exception {
        String xml = writer.write(assertion("ana", "ana@corp.example", AuthenticationStatement.PASSWORD), KEY);

        FederationSchemas.validateAssertion(xml);
        assertThat(verifies(xml, KEY)).isTrue();
        assertThat(verifies(xml, FOREIGN_KEY)).isFalse();
        String changed = xml.replace("ana@corp.example", "bob@corp.example");
        assertThat(changed).isNotEqualTo(xml);
        assertThat(verifies(changed, KEY)).isFalse();
    }

    @Example
    void hasItsSignatureBehindTheIssuerAndOneSubject() throws Exception {
        Element root = SignatureCheck.parse(writer.write(assertion("ana", "a", AuthenticationStatement.PASSWORD), KEY));

        assertThat(root.getFirstChild().getLocalName()).isEqualTo("Issuer");
        assertThat(signature(root).getLocalName()).isEqualTo("Signature");
        assertThat(root.getElementsByTagNameNS(SAML, "Subject").getLength()).isEqualTo(1);
        assertThat(root.getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Reference")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("URI")
                        .getNodeValue())
                .isEqualTo("#" + root.getAttribute("ID"));
        assertThat(((Element) root.getElementsByTagNameNS(SAML, "Attribute").item(0)).getAttribute("Name"))
                .isEqualTo("http://schemas.xmlsoap.org/claims/UPN");
        assertThat(text(root, "AuthnContextClassRef"))
                .isEqualTo("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport");
    }

    @Example
    void doesNotClaimAClassThatDoesNotFit() throws Exception {
        for (String method : List.of(AuthenticationStatement.HARDWARE_TOKEN, AuthenticationStatement.UNSPECIFIED)) {
            Element root = SignatureCheck.parse(writer.write(assertion("ana", "a", method), KEY));

            assertThat(text(root, "AuthnContextClassRef"))
                    .isEqualTo("urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified");
        }
    }

    @Example
    void hasNoAttributeStatementWithoutAttributes() throws Exception {
        String xml = writer.write(
                assertion(NameIdentifier.unspecified("ana"), List.of(), AuthenticationStatement.PASSWORD), KEY);

        FederationSchemas.validateAssertion(xml);
        assertThat(xml).doesNotContain("AttributeStatement");
    }

    @Property(tries = 300)
    void carriesEveryTextThatXmlCanCarry(@ForAll("xmlTexts") String value, @ForAll("xmlTexts") String subject)
            throws Exception {
        String xml = writer.write(
                assertion(subject, value.isEmpty() ? "x" : value, AuthenticationStatement.UNSPECIFIED), KEY);

        // As a browser sends it, with CR LF for every line end.
        String posted = xml.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n");
        FederationSchemas.validateAssertion(posted);
        assertThat(verifies(posted, KEY)).isTrue();
        Element root = SignatureCheck.parse(posted);
        assertThat(text(root, "AttributeValue")).isEqualTo(value.isEmpty() ? "x" : value);
        assertThat(text(root, "NameID")).isEqualTo(subject);
    }

    @Provide
    Arbitrary<String> xmlTexts() {
        return new Saml11AssertionWriterTest().xmlTexts();
    }

    private static boolean verifies(String xml, SigningKey key) throws Exception {
        Element root = SignatureCheck.parse(xml);
        return SignatureCheck.verifies(
                root, "ID", signature(root), key.certificate().getPublicKey());
    }

    private static Node signature(Element root) {
        return root.getFirstChild().getNextSibling();
    }

    private static String text(Element root, String name) {
        return root.getElementsByTagNameNS(SAML, name).item(0).getTextContent();
    }

    private static Assertion assertion(String subject, String upn, String method) {
        return assertion(
                NameIdentifier.unspecified(subject),
                List.of(new Attribute("http://schemas.xmlsoap.org/claims", "UPN", List.of(upn))),
                method);
    }

    private static Assertion assertion(NameIdentifier subject, List<Attribute> attributes, String method) {
        return new Assertion(
                AssertionIds.next(),
                "https://id.example/realms/corp",
                NOW,
                NOW.minusSeconds(120),
                NOW.plusSeconds(3600),
                "urn:relying:party",
                subject,
                new AuthenticationStatement(method, NOW.minusSeconds(20)),
                attributes);
    }
}
