package io.bloksec.keycloak.wsfed.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** {@code wreq} comes from anyone on the Internet and is XML. */
class RequestSecurityTokenTest {

    private static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";

    @Example
    void readsTheTokenType() throws Exception {
        assertThat(request("<t:TokenType>urn:oasis:names:tc:SAML:1.0:assertion</t:TokenType>")
                        .acceptsSaml11())
                .isTrue();
        assertThat(request(
                                "<t:TokenType>http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV1.1</t:TokenType>")
                        .acceptsSaml11())
                .isTrue();
        assertThat(request("<t:TokenType>urn:oasis:names:tc:SAML:2.0:assertion</t:TokenType>")
                        .acceptsSaml11())
                .isFalse();
        assertThat(request("").acceptsSaml11()).isTrue();
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
