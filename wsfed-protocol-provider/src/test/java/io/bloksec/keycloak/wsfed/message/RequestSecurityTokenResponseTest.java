package io.bloksec.keycloak.wsfed.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.wsfed.schema.FederationSchemas;
import io.bloksec.keycloak.wsfed.token.Assertion;
import io.bloksec.keycloak.wsfed.token.AssertionIds;
import io.bloksec.keycloak.wsfed.token.Attribute;
import io.bloksec.keycloak.wsfed.token.AuthenticationStatement;
import io.bloksec.keycloak.wsfed.token.Keys;
import io.bloksec.keycloak.wsfed.token.NameIdentifier;
import io.bloksec.keycloak.wsfed.token.SigningKey;
import io.bloksec.keycloak.wsfed.token.TokenEncryption;
import io.bloksec.keycloak.wsfed.token.TokenType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The envelope around a token. */
class RequestSecurityTokenResponseTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String WTREALM = "urn:rp:\"quoted\"&<odd>";
    private static final SigningKey KEY = Keys.rsa2048("corp");

    @ParameterizedTest
    @EnumSource
    void isSchemaValidWithTheTokenAsItsVeryFirstNode(TrustVersion version) throws Exception {
        for (TokenType type : TokenType.values()) {
            String signed = assertion(type);
            for (String token : List.of(signed, new TokenEncryption(KEY.certificate(), false).encrypt(signed))) {
                String wresult = wresult(version, type, token);

                FederationSchemas.validateResponse(wresult);
                assertThat(wresult)
                        .contains("<t:RequestedSecurityToken>" + token + "</t:RequestedSecurityToken>")
                        .contains("<wsa:Address>urn:rp:\"quoted\"&amp;&lt;odd&gt;</wsa:Address>")
                        .contains("<wsu:Created>2026-11-23T10:00:00.000Z</wsu:Created>")
                        .contains("<t:TokenType>" + type.uri() + "</t:TokenType>");
            }
        }
    }

    @Test
    void entraIdGetsABareResponseAndOthersMayHaveACollection() {
        assertThat(wresult(TrustVersion.FEBRUARY_2005, TokenType.SAML_1_1, "<x/>"))
                .startsWith("<t:RequestSecurityTokenResponse xmlns:t=\"http://schemas.xmlsoap.org/ws/2005/02/trust\">");
        assertThat(wresult(TrustVersion.V1_3, TokenType.SAML_1_1, "<x/>"))
                .startsWith("<t:RequestSecurityTokenResponseCollection"
                        + " xmlns:t=\"http://docs.oasis-open.org/ws-sx/ws-trust/200512\">"
                        + "<t:RequestSecurityTokenResponse>")
                .contains("<t:RequestType>http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue<");
    }

    private static String wresult(TrustVersion version, TokenType type, String token) {
        return new RequestSecurityTokenResponse(version, NOW, NOW.plusSeconds(3600), WTREALM, type.uri(), token)
                .toXml();
    }

    private static String assertion(TokenType type) {
        return type.writer()
                .write(
                        new Assertion(
                                AssertionIds.next(),
                                "https://id.example/realms/corp",
                                NOW,
                                NOW.minusSeconds(120),
                                NOW.plusSeconds(3600),
                                WTREALM,
                                NameIdentifier.unspecified("ana"),
                                new AuthenticationStatement(AuthenticationStatement.PASSWORD, NOW),
                                List.of(new Attribute("http://schemas.xmlsoap.org/claims", "UPN", List.of("ana")))),
                        KEY);
    }
}
