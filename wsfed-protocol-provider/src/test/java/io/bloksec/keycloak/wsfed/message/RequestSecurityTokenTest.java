package io.bloksec.keycloak.wsfed.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.wsfed.token.TokenType;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** {@code wreq} comes from anyone on the Internet and is XML. */
class RequestSecurityTokenTest {

    private static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";

    @Example
    void choosesAmongWhatTheRelyingPartyMayHave() throws Exception {
        List<TokenType> both = List.of(TokenType.SAML_2_0, TokenType.SAML_1_1);
        for (TokenType type : TokenType.values()) {
            String version = type == TokenType.SAML_1_1 ? "1.1" : "2.0";
            String profile = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV" + version;
            for (String uri : List.of(type.uri(), profile)) {
                RequestSecurityToken request = request("<t:TokenType> " + uri + "\n</t:TokenType>");
                assertThat(request.choose(both)).as(uri).contains(type);
                assertThat(request.choose(List.of(type))).contains(type);
                assertThat(request.choose(
                                both.stream().filter(other -> other != type).toList()))
                        .isEmpty();
                assertThat(RequestSecurityToken.parse(request.toXml())).isEqualTo(request);
            }
        }
        assertThat(request("").choose(both)).contains(TokenType.SAML_2_0);
        assertThat(request("<t:TokenType>urn:ietf:params:oauth:token-type:jwt</t:TokenType>")
                        .choose(both))
                .isEmpty();
    }

    @Example
    void refusesDocumentTypesEntitiesAndForeignXml() {
        for (String attack : new String[] {
            "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x;</r>",
            "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><r>&b;</r>",
            "<!DOCTYPE r SYSTEM \"http://127.0.0.1:1/dtd\"><r/>",
            "<t:RequestSecurityToken xmlns:t=\"" + TRUST + "\">&undefined;</t:RequestSecurityToken>",
            "<t:RequestSecurityToken xmlns:t=\"urn:other\"/>",
            "<RequestSecurityToken/>",
            "<t:RequestSecurityTokenResponse xmlns:t=\"" + TRUST + "\"/>",
            "<t:RequestSecurityToken xmlns:t=\"" + TRUST
                    + "\"><t:TokenType>a</t:TokenType><t:TokenType>b</t:TokenType></t:RequestSecurityToken>",
            "not xml",
            " "
        }) {
            assertThatThrownBy(() -> RequestSecurityToken.parse(attack))
                    .as(attack)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("wreq_invalid");
        }
    }

    @Example
    void refusesWhatIsTooLongBeforeReadingIt() {
        assertThatThrownBy(() -> RequestSecurityToken.parse("x".repeat(RequestSecurityToken.MAX_LENGTH + 1)))
                .hasMessage("wreq_too_long");
    }

    @Property(tries = 500)
    void anythingElseIsRefusedAndNothingEscapes(@ForAll @StringLength(max = 200) String text) {
        assertThatThrownBy(() -> RequestSecurityToken.parse(text)).isInstanceOf(InvalidRequestException.class);
    }

    private static RequestSecurityToken request(String content) throws InvalidRequestException {
        return RequestSecurityToken.parse(
                "<t:RequestSecurityToken xmlns:t=\"" + TRUST + "\">" + content + "</t:RequestSecurityToken>");
    }
}
