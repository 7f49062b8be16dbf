package io.bloksec.keycloak.wsfed.metadata;

import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.claims;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.document;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.endpoint;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.key;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.passive;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.role;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.roleOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.wsfed.token.Keys;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** The document comes from whoever runs the relying party, or says so. */
class RelyingPartyMetadataTest {

    private static final String REALM = "https://rp.example/app/";
    private static final String UPN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn";
    private static final X509Certificate CERTIFICATE =
            Keys.rsa2048("relying party").certificate();
    private static final String WHOLE = document(
            REALM,
            role(
                    key("encryption", CERTIFICATE),
                    claims(UPN, "urn:other"),
                    endpoint("TargetScopes", REALM),
                    endpoint("ApplicationServiceEndpoint", "https://rp.example/service"),
                    passive("https://rp.example/app/signin")));

    @Example
    void readsWhatARelyingPartySays() throws Exception {
        assertThat(read(WHOLE))
                .isEqualTo(new RelyingPartyMetadata(
                        REALM,
                        List.of("https://rp.example/app/signin"),
                        List.of(),
                        List.of(),
                        List.of(CERTIFICATE),
                        List.of(UPN, "urn:other")));
    }

    @Example
    void tokensGoToThePassiveEndpointElseToTheServiceElseToTheScope() throws Exception {
        String service = endpoint("ApplicationServiceEndpoint", "https://rp.example/service");
        String scope = endpoint("TargetScopes", "https://rp.example/scope");

        assertThat(read(document(REALM, role(service, scope))).replyAddresses())
                .containsExactly("https://rp.example/service");
        RelyingPartyMetadata scoped = read(document(REALM, role(scope)));
        assertThat(scoped.replyAddresses()).containsExactly("https://rp.example/scope");
        assertThat(scoped.otherScopes()).containsExactly("https://rp.example/scope");
        assertThat(read(document(REALM, role())).replyAddresses()).isEmpty();
    }

    @Example
    void severalRolesAreTakenTogetherAndThoseOfAnotherTypeAreNot() throws Exception {
        RelyingPartyMetadata metadata = read(document(
                REALM,
                roleOf("fed:SecurityTokenServiceType", passive("https://rp.example/sts"), key("encryption", "none")),
                role(passive("https://rp.example/b"), claims("urn:b")),
                role(passive("https://rp.example/a"), passive("https://rp.example/b"), claims("urn:a", "urn:b"))));

        assertThat(metadata.replyAddresses()).containsExactly("https://rp.example/b", "https://rp.example/a");
        assertThat(metadata.claimTypes()).containsExactly("urn:b", "urn:a");
    }

    @Example
    void whatStandsDeeperWasNotSaidHere() throws Exception {
        String nested = document("https://other.example/", role(passive("https://other.example/")));
        String inner = nested.substring(nested.indexOf("<Entity"));

        assertThat(read(document(
                                REALM,
                                "<Extensions>" + inner + role(passive("https://other.example/")) + "</Extensions>",
                                role(
                                        "<Extensions>" + passive("https://other.example/") + "</Extensions>",
                                        passive("https://rp.example/"))))
                        .replyAddresses())
                .containsExactly("https://rp.example/");
        refused("<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">" + inner
                + "</EntitiesDescriptor>");
        refused(document(REALM, role(passive("https://rp.example/<b xmlns=\"urn:b\">evil</b>"))));
    }

    /** The prefix means what it is declared as, whatever it is called. */
    @Example
    void theTypeIsReadWithItsNamespace() throws Exception {
        String renamed = roleOf("x:ApplicationServiceType", passive("https://rp.example/"));
        refused(document(REALM, renamed));
        refused(document(REALM, renamed.replace("xmlns:fed", "xmlns:x=\"urn:other\" xmlns:fed")));
        refused(document(REALM, roleOf("ApplicationServiceType")));
        assertThat(read(document(
                                REALM,
                                renamed.replace(
                                        "xmlns:fed",
                                        "xmlns:x=\"http://docs.oasis-open.org/wsfed/federation/200706\" xmlns:fed")))
                        .replyAddresses())
                .hasSize(1);
    }

    @Example
    void addressesThatNoTokenShouldGoToAreListedApart() throws Exception {
        List<String> bad = List.of(
                "http://rp.example/",
                "https://rp.example/*",
                "https://*.rp.example/",
                "https://rp.example/#x",
                "https://you@rp.example/",
                "https://rp.example\\@evil.example/",
                "https:/rp.example/",
                "https://",
                "//rp.example/",
                "javascript:alert(1)",
                "HTTPS://rp.example/",
                "https://rp.example/ü",
                "https://rp.example/a b",
                "http://localhost.evil.example/",
                "https://rp.example/" + "x".repeat(240),
                "");
        List<String> good = List.of(
                "https://rp.example/", "https://rp.example:8443/a?b=c", "http://localhost:8080/", "http://127.0.0.1/");
        StringBuilder endpoints = new StringBuilder();
        bad.forEach(address -> endpoints.append(passive(address)));
        good.forEach(address -> endpoints.append(passive(address)));

        RelyingPartyMetadata metadata = read(document(REALM, role(endpoints.toString())));

        assertThat(metadata.ignoredAddresses()).containsExactlyElementsOf(bad);
        assertThat(metadata.replyAddresses()).containsExactlyElementsOf(good);
    }

    @Example
    void aKeyForEncryptionThatCannotBeUsedIsNotPassedOver() {
        for (String key : List.of(
                key("encryption", "MIIB"),
                key("encryption", "not base64!"),
                "<KeyDescriptor use=\"encryption\"/>",
                key("encryption", CERTIFICATE)
                        .replace("</X509Data>", "<X509Certificate>MIIB</X509Certificate></X509Data>"))) {
            assertThatThrownBy(() -> read(document(REALM, role(key, passive(REALM)))))
                    .isInstanceOfSatisfying(
                            InvalidRelyingPartyException.class,
                            e -> assertThat(e.code()).isEqualTo("encryption_certificate_invalid"));
        }
    }

    @Example
    void aKeyForSigningEncryptsNothing() throws Exception {
        String signing = key("signing", CERTIFICATE);
        assertThat(read(document(REALM, role(signing, signing.replace(" use=\"signing\"", ""))))
                        .encryptionCertificates())
                .isEmpty();
    }

    @Example
    void refusesDocumentTypesEntitiesAndForeignXml() {
        String entity = WHOLE.replace(UPN, "&x;");
        for (String attack : new String[] {
            entity.replace(
                    "<EntityD", "<!DOCTYPE EntityDescriptor [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><EntityD"),
            entity.replace("<EntityD", "<!DOCTYPE E [<!ENTITY a \"aaaa\"><!ENTITY x \"&a;&a;&a;&a;\">]><EntityD"),
            WHOLE.replace("<EntityD", "<!DOCTYPE EntityDescriptor SYSTEM \"http://127.0.0.1:1/dtd\"><EntityD"),
            WHOLE.replace("<EntityD", "<!DOCTYPE EntityDescriptor><EntityD"),
            entity,
            WHOLE.replace("urn:oasis:names:tc:SAML:2.0:metadata", "urn:other"),
            WHOLE.replace("EntityDescriptor", "AffiliationDescriptor"),
            WHOLE.replace("entityID", "entityid"),
            document("", role(passive(REALM))),
            document(REALM),
            WHOLE + WHOLE,
            WHOLE.replace("utf-8", "klingon"),
            "<EntityDescriptor/>",
            "not xml",
            ""
        }) {
            refused(attack);
        }
    }

    @Example
    void includesNothing() throws Exception {
        String include =
                "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" parse=\"text\"/>";
        refused(document(REALM, role(passive(include))));
        assertThat(read(document(REALM, include, role(passive(REALM)))).replyAddresses())
                .containsExactly(REALM);
    }

    @Example
    void refusesWhatIsTooLongBeforeReadingItAndWhatIsTooDeep() {
        assertThatThrownBy(() -> RelyingPartyMetadata.read(new byte[RelyingPartyMetadata.MAX_BYTES + 1]))
                .isInstanceOfSatisfying(
                        InvalidRelyingPartyException.class,
                        e -> assertThat(e.code()).isEqualTo("metadata_too_large"));
        refused(document(REALM, "<a>".repeat(30_000) + "</a>".repeat(30_000), role(passive(REALM))));
    }

    @Property(tries = 500)
    void anythingElseIsRefusedAndNothingEscapes(@ForAll @StringLength(max = 200) String text) {
        refused(text);
    }

    @Property(tries = 500)
    void bytesOfAnyKindAreRefused(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> RelyingPartyMetadata.read(bytes)).isInstanceOf(InvalidRelyingPartyException.class);
    }

    /** Whatever is changed in a real document, it is read or refused. */
    @Property(tries = 1000)
    void aDamagedDocumentIsReadOrRefused(
            @ForAll @IntRange(max = 5000) int at,
            @ForAll @IntRange(max = 40) int gone,
            @ForAll @StringLength(max = 8) String put) {
        int from = at % WHOLE.length();
        String damaged = WHOLE.substring(0, from) + put + WHOLE.substring(Math.min(WHOLE.length(), from + gone));
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1)) {
            try {
                assertThat(RelyingPartyMetadata.read(damaged.getBytes(charset))).isNotNull();
            } catch (InvalidRelyingPartyException e) {
                assertThat(e.code()).isIn("metadata_invalid", "encryption_certificate_invalid");
            }
        }
    }

    private static RelyingPartyMetadata read(String xml) throws InvalidRelyingPartyException {
        return RelyingPartyMetadata.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String xml) {
        assertThatThrownBy(() -> read(xml))
                .as(xml.substring(0, Math.min(xml.length(), 200)))
                .isInstanceOfSatisfying(
                        InvalidRelyingPartyException.class,
                        e -> assertThat(e.code()).isEqualTo("metadata_invalid"));
    }
}
