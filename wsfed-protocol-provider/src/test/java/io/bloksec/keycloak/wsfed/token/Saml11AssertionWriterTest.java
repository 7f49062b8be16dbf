package io.bloksec.keycloak.wsfed.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.wsfed.schema.FederationSchemas;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a relying party finds in an assertion, whatever the values in it. */
class Saml11AssertionWriterTest {

    private static final String SAML = "urn:oasis:names:tc:SAML:1.0:assertion";
    private static final SigningKey KEY = Keys.rsa2048("corp");
    private static final SigningKey FOREIGN_KEY = Keys.rsa2048("corp");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");

    private final AssertionWriter writer = new Saml11AssertionWriter();

    @Example
    void isSchemaValidAndVerifies() throws Exception {
        String xml = writer.write(assertion("ana@corp.example", List.of(upn("ana@corp.example"))), KEY);

        FederationSchemas.validateAssertion(xml);
        assertThat(SignatureCheck.verifies(
                        SignatureCheck.parse(xml), KEY.certificate().getPublicKey()))
                .isTrue();
    }

    @Example
    void doesNotVerifyWithAnotherKeyOrAfterAChange() throws Exception {
        String xml = writer.write(assertion("ana", List.of(upn("ana@corp.example"))), KEY);

        assertThat(SignatureCheck.verifies(
                        SignatureCheck.parse(xml), FOREIGN_KEY.certificate().getPublicKey()))
                .isFalse();
        String changed = xml.replace("ana@corp.example", "bob@corp.example");
        assertThat(changed).isNotEqualTo(xml);
        assertThat(SignatureCheck.verifies(
                        SignatureCheck.parse(changed), KEY.certificate().getPublicKey()))
                .isFalse();
    }

    @Example
    void hasTheShapeThatEntraReads() throws Exception {
        Element root = SignatureCheck.parse(writer.write(assertion("ana", List.of(upn("a"), upn("b"))), KEY));

        assertThat(root.getAttribute("MajorVersion") + "." + root.getAttribute("MinorVersion"))
                .isEqualTo("1.1");
        assertThat(root.getAttribute("IssueInstant")).isEqualTo("2026-11-23T10:00:00.123Z");
        assertThat(root.getLastChild().getLocalName()).isEqualTo("Signature");
        assertThat(children(root, "Reference", "http://www.w3.org/2000/09/xmldsig#"))
                .singleElement()
                .satisfies(reference ->
                        assertThat(reference.getAttribute("URI")).isEqualTo("#" + root.getAttribute("AssertionID")));
        List<Element> subjects = children(root, "Subject", SAML);
        assertThat(subjects).hasSize(2);
        assertThat(subjects.get(0).isEqualNode(subjects.get(1))).isTrue();
        assertThat(root.getTextContent()).doesNotContain("\n").doesNotContain("\r");
    }

    @Example
    void hasNoAttributeStatementWithoutAttributes() throws Exception {
        String xml = writer.write(assertion("ana", List.of()), KEY);

        FederationSchemas.validateAssertion(xml);
        assertThat(xml).doesNotContain("AttributeStatement");
    }

    /** Quotes, markup, CDATA ends, line ends, right-to-left marks, astral characters, 4 KB: all of it comes back as it was. */
    @Property(tries = 300)
    void carriesEveryTextThatXmlCanCarry(@ForAll("xmlTexts") String value, @ForAll("xmlTexts") String subject)
            throws Exception {
        String xml = writer.write(assertion(subject, List.of(upn(value.isEmpty() ? "x" : value))), KEY);

        // As a browser sends it: form submission turns every line end into CR LF (HTML, "constructing the entry list").
        String posted = xml.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n");
        Element root = SignatureCheck.parse(posted);
        FederationSchemas.validateAssertion(posted);
        assertThat(SignatureCheck.verifies(root, KEY.certificate().getPublicKey()))
                .isTrue();
        assertThat(children(root, "AttributeValue", SAML).get(0).getTextContent())
                .isEqualTo(value.isEmpty() ? "x" : value);
        assertThat(children(root, "NameIdentifier", SAML).get(0).getTextContent())
                .isEqualTo(subject);
    }

    @Property(tries = 200)
    void refusesWhatXmlCannotCarry(@ForAll("forbidden") String forbidden) {
        assertThatThrownBy(() -> upn("before" + forbidden + "after"))
                .isInstanceOf(UnrepresentableTextException.class)
                .hasMessageNotContaining(forbidden);
        assertThatThrownBy(() -> NameIdentifier.unspecified(forbidden))
                .isInstanceOf(UnrepresentableTextException.class);
    }

    @Example
    void refusesAnAuthenticationInTheFuture() {
        assertThatThrownBy(() -> new Assertion(
                        AssertionIds.next(),
                        "https://id.example",
                        NOW,
                        NOW,
                        NOW.plusSeconds(60),
                        "urn:rp",
                        NameIdentifier.unspecified("ana"),
                        new AuthenticationStatement(AuthenticationStatement.PASSWORD, NOW.plusMillis(1)),
                        List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void assertionIdsAreIds(@ForAll int any) {
        assertThat(AssertionIds.next()).matches("_[0-9a-f]{32}").isNotEqualTo(AssertionIds.next());
    }

    @Provide
    Arbitrary<String> xmlTexts() {
        Arbitrary<String> nasty = Arbitraries.of(
                "\"'<>&",
                "]]>",
                "<![CDATA[",
                "\r\n",
                "\r",
                "\n\t",
                "&amp;",
                "\u202Eabc\u202C",
                "\uD83D\uDE00",
                "</saml:Assertion>",
                "<!-- x -->",
                "\u0085\u2028",
                "\uFFFD",
                " ",
                "\uD800\uDC00".repeat(40));
        Arbitrary<String> any = Arbitraries.strings()
                .withChars('\t', '\n', '\r')
                .withCharRange(' ', '\uD7FF')
                .withCharRange('\uE000', '\uFFFD')
                .ofMaxLength(40);
        Arbitrary<String> mixed =
                Arbitraries.oneOf(nasty, any).list().ofMaxSize(6).map(parts -> String.join("", parts));
        return Arbitraries.frequencyOf(
                Tuple.of(9, mixed),
                Tuple.of(1, mixed.map(text -> ("\uD83D\uDE00" + text).repeat(4096 / (text.length() + 2)))));
    }

    @Provide
    Arbitrary<String> forbidden() {
        return Arbitraries.oneOf(
                Arbitraries.chars().range('\u0000', '\u0008').map(String::valueOf),
                Arbitraries.of("\u000B", "\u000C", "\uFFFE", "\uFFFF"),
                Arbitraries.chars().range('\u000E', '\u001F').map(String::valueOf),
                Arbitraries.chars().range('\uD800', '\uDFFF').map(String::valueOf));
    }

    private static Attribute upn(String value) {
        return new Attribute("http://schemas.xmlsoap.org/claims", "UPN", List.of(value));
    }

    private static Assertion assertion(String subject, List<Attribute> attributes) {
        return new Assertion(
                AssertionIds.next(),
                "https://id.example/realms/corp",
                NOW,
                NOW.minusSeconds(120),
                NOW.plusSeconds(3600),
                "urn:federation:MicrosoftOnline",
                NameIdentifier.unspecified(subject),
                new AuthenticationStatement(AuthenticationStatement.PASSWORD, NOW.minusSeconds(20)),
                attributes);
    }

    private static List<Element> children(Element root, String name, String namespace) {
        NodeList found = root.getElementsByTagNameNS(namespace, name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
