package io.bloksec.keycloak.wsfed.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.schema.FederationSchemas;
import io.bloksec.keycloak.wsfed.token.Keys;
import io.bloksec.keycloak.wsfed.token.SignatureCheck;
import io.bloksec.keycloak.wsfed.token.SigningKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What relying parties read to trust us. */
class FederationMetadataTest {

    private static final String SAML_1_1 = "urn:oasis:names:tc:SAML:1.0:assertion";
    private static final SigningKey ACTIVE = Keys.rsa2048("active");
    private static final SigningKey NEXT = Keys.rsa2048("next");

    @Test
    void isSchemaValidWithEveryCertificateInOrder() throws Exception {
        String xml = metadata("https://id.example/realms/a\"<b>&c", ACTIVE.certificate(), NEXT.certificate())
                .toXml(ACTIVE);

        FederationSchemas.validateMetadata(xml);
        assertThat(xml).contains("entityID=\"https://id.example/realms/a&quot;&lt;b&gt;&amp;c\"");
        String role = xml.substring(xml.indexOf("<RoleDescriptor"));
        String first = Base64.getEncoder().encodeToString(ACTIVE.certificate().getEncoded());
        String second = Base64.getEncoder().encodeToString(NEXT.certificate().getEncoded());
        assertThat(role.indexOf(first)).isPositive().isLessThan(role.indexOf(second));
        assertThat(xml.indexOf("<ds:Signature")).isPositive().isLessThan(xml.indexOf("<RoleDescriptor"));
        assertThat(role)
                .contains("<auth:ClaimType")
                .contains("Uri=\"http://schemas.xmlsoap.org/claims/UPN\"")
                .contains(">UPN</auth:DisplayName>");
    }

    @Test
    void verifiesAsItIsRead() throws Exception {
        String xml =
                metadata("https://id.example/realms/<r>", ACTIVE.certificate()).toXml(ACTIVE);

        assertThat(SignatureCheck.verifiesMetadata(xml, ACTIVE.certificate().getPublicKey()))
                .isTrue();
        assertThat(SignatureCheck.verifiesMetadata(
                        xml.replace("/protocol/wsfed", "/protocol/other"),
                        ACTIVE.certificate().getPublicKey()))
                .isFalse();
    }

    @Test
    void theSameContentHasTheSameIdAndText() {
        FederationMetadata one = metadata("https://id.example", ACTIVE.certificate(), NEXT.certificate());

        assertThat(metadata("https://id.example", ACTIVE.certificate(), NEXT.certificate())
                        .toXml(ACTIVE))
                .isEqualTo(one.toXml(ACTIVE))
                .contains("ID=\"" + one.id(ACTIVE) + "\"");
        assertThat(List.of(
                        metadata("https://id.example", NEXT.certificate(), ACTIVE.certificate())
                                .id(ACTIVE),
                        metadata("https://id.example/", ACTIVE.certificate(), NEXT.certificate())
                                .id(ACTIVE),
                        one.id(NEXT)))
                .doesNotHaveDuplicates()
                .doesNotContain(one.id(ACTIVE));
    }

    @Test
    void doesNotExistWithoutACertificate() {
        assertThatThrownBy(() -> metadata("https://id.example")).isInstanceOf(IllegalArgumentException.class);
    }

    private static FederationMetadata metadata(String entityId, X509Certificate... certificates) {
        return new FederationMetadata(
                entityId,
                "https://id.example/realms/x/protocol/wsfed",
                Arrays.asList(certificates),
                List.of(SAML_1_1),
                List.of(ClaimType.NAME_IDENTIFIER, ClaimType.UPN));
    }
}
