package io.bloksec.keycloak.wsfed.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.wsfed.schema.FederationSchemas;
import io.bloksec.keycloak.wsfed.token.Keys;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What relying parties read to trust us. */
class FederationMetadataTest {

    @Test
    void isSchemaValidWithEveryCertificateInOrder() throws Exception {
        var active = Keys.rsa2048("active").certificate();
        var passive = Keys.rsa2048("passive").certificate();

        String xml = new FederationMetadata(
                        "https://id.example/realms/a\"<b>&c",
                        "https://id.example/realms/x/protocol/wsfed",
                        List.of(active, passive))
                .toXml();

        FederationSchemas.validateMetadata(xml);
        String first = Base64.getEncoder().encodeToString(active.getEncoded());
        String second = Base64.getEncoder().encodeToString(passive.getEncoded());
        assertThat(xml.indexOf(first)).isPositive().isLessThan(xml.indexOf(second));
        assertThat(xml).contains("entityID=\"https://id.example/realms/a&quot;&lt;b&gt;&amp;c\"");
    }

    @Test
    void doesNotExistWithoutACertificate() {
        assertThatThrownBy(() -> new FederationMetadata("https://id.example", "https://id.example", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
