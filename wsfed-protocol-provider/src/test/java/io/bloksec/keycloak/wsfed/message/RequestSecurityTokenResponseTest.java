package io.bloksec.keycloak.wsfed.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.wsfed.schema.FederationSchemas;
import io.bloksec.keycloak.wsfed.token.Assertion;
import io.bloksec.keycloak.wsfed.token.AssertionIds;
import io.bloksec.keycloak.wsfed.token.AuthenticationStatement;
import io.bloksec.keycloak.wsfed.token.Keys;
import io.bloksec.keycloak.wsfed.token.NameIdentifier;
import io.bloksec.keycloak.wsfed.token.Saml11AssertionWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The envelope around an assertion. */
class RequestSecurityTokenResponseTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void isSchemaValidWithTheAssertionAsItsVeryFirstNode() throws Exception {
        String wtrealm = "urn:rp:\"quoted\"&<odd>";
        String assertion = new Saml11AssertionWriter()
                .write(
                        new Assertion(
                                AssertionIds.next(),
                                "https://id.example/realms/corp",
                                NOW,
                                NOW.minusSeconds(120),
                                NOW.plusSeconds(3600),
                                wtrealm,
                                NameIdentifier.unspecified("ana"),
                                new AuthenticationStatement(AuthenticationStatement.PASSWORD, NOW),
                                List.of()),
                        Keys.rsa2048("corp"));

        String wresult = new RequestSecurityTokenResponse(NOW, NOW.plusSeconds(3600), wtrealm, assertion).toXml();

        FederationSchemas.validateResponse(wresult);
        assertThat(wresult)
                .contains("<t:RequestedSecurityToken>" + assertion + "</t:RequestedSecurityToken>")
                .contains("<wsa:Address>urn:rp:\"quoted\"&amp;&lt;odd&gt;</wsa:Address>")
                .contains("<wsu:Created>2026-11-23T10:00:00.000Z</wsu:Created>");
    }
}
