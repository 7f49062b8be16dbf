package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Certificate;
import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What relying parties beside Entra ID read: each kind of token in each envelope, open and encrypted, and every judge accepts it. */
class TokenShapesIT {

    private static final String SAML_1_1 = "urn:oasis:names:tc:SAML:1.0:assertion";
    private static final String SAML_2_0 = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String PROFILE_2_0 =
            "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0";

    private static WsFedRealm wsfed;
    private static Certificate relyingParty;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("shapes");
        relyingParty = Certificate.selfSigned("CN=relying party", "-1d", 30);
        wsfed.addMapper(
                PLAIN,
                "wsfed-user-attribute-mapper",
                Map.of("user.attribute", "username", "claim.type", "http://schemas.xmlsoap.org/claims/UPN"));
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @AfterEach
    void asItWas() {
        wsfed.set(
                PLAIN,
                Map.of(
                        "wsfed.token.types", "",
                        "wsfed.trust.version", "",
                        "wsfed.encryption.certificate", "",
                        "wsfed.encryption.cbc", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "SAML 1.1,2005/02,open",
        "SAML 1.1,1.3,open",
        "SAML 2.0,2005/02,open",
        "SAML 2.0,1.3,open",
        "SAML 1.1,2005/02,gcm",
        "SAML 1.1,1.3,cbc",
        "SAML 2.0,2005/02,cbc",
        "SAML 2.0,1.3,gcm"
    })
    void everyShapeIsAcceptedAndSaysTheSame(String type, String version, String encryption) {
        boolean open = encryption.equals("open");
        wsfed.set(
                PLAIN,
                Map.of(
                        "wsfed.token.types",
                        type,
                        "wsfed.trust.version",
                        version,
                        "wsfed.encryption.certificate",
                        open ? "" : relyingParty.pem(),
                        "wsfed.encryption.cbc",
                        String.valueOf(encryption.equals("cbc"))));

        Page page = KeycloakLogin.signIn(browser.get(wsfed.signIn(PLAIN)), ANA);
        String sent = page.form("form#wsfed-answer").value("wresult");
        assertThat(sent.contains("EncryptedData")).isEqualTo(!open);
        assertThat(sent.contains(ANA.username())).isEqualTo(open);
        if (!open) {
            assertThat(sent.contains("aes256-" + encryption)).isTrue();
        }
        Answer answer = Answer.on(
                page, wsfed.metadata(), open ? wresult -> wresult : wresult -> Answer.decrypted(wresult, relyingParty));

        assertThat(answer.subject()).isEqualTo(ANA.username());
        assertThat(answer.claims()).containsEntry("http://schemas.xmlsoap.org/claims/UPN", List.of(ANA.username()));
        assertThat(answer.wresult())
                .contains("<t:TokenType>" + (type.equals("SAML 1.1") ? SAML_1_1 : SAML_2_0) + "</t:TokenType>");
        Event issued = wsfed.realm.awaitEvent(event -> event.type().equals("CODE_TO_TOKEN")
                && answer.judgement().json().get("assertionId").asText().equals(event.detail("token_id")));
        assertThat(issued.detail("token_type")).isEqualTo(open ? type : type + ", encrypted");
    }

    @Test
    void ofTwoKindsTheRequestChooses() {
        wsfed.set(PLAIN, Map.of("wsfed.token.types", "SAML 1.1, SAML 2.0"));

        assertThat(tokenType(wsfed.signInAna(browser, wsfed.signIn(PLAIN)))).isEqualTo(SAML_1_1);
        assertThat(tokenType(wsfed.answer(browser.get(wsfed.signIn(PLAIN, "wreq", wreq(PROFILE_2_0))))))
                .as("answered by the name that was used")
                .isEqualTo(PROFILE_2_0);
        wsfed.assertRefused(
                browser.get(wsfed.signIn(PLAIN, "wreq", wreq("urn:ietf:params:oauth:token-type:jwt"))),
                "wsfed_unsupported_token_type");
    }

    /** As the other demands of a request, the kind of token outlives a login page that is gone, and one that another tab overtook. */
    @Test
    void theChoiceOutlivesAnInterruption() {
        wsfed.set(PLAIN, Map.of("wsfed.token.types", "SAML 1.1, SAML 2.0"));
        Page login = browser.get(wsfed.signIn(PLAIN, "wreq", wreq(SAML_2_0)));
        assertThat(browser.forgetCookie("AUTH_SESSION_ID")).isTrue();
        Page again = KeycloakLogin.signIn(login, ANA);
        assertThat(tokenType(wsfed.answer(KeycloakLogin.signIn(again, ANA)))).isEqualTo(SAML_2_0);

        WebUser other = new WebUser();
        Page one = other.get(wsfed.signIn(PLAIN, "wreq", wreq(SAML_2_0)));
        Page two = other.newTab().get(wsfed.signIn(PLAIN));
        assertThat(tokenType(wsfed.answer(KeycloakLogin.signIn(two, ANA)))).isEqualTo(SAML_1_1);
        assertThat(tokenType(wsfed.answer(KeycloakLogin.signIn(one, ANA)))).isEqualTo(SAML_2_0);
        Page reloaded = other.get(one.form("form#kc-form-login").action());
        assertThat(tokenType(wsfed.answer(reloaded)))
                .as("a request that is made again")
                .isEqualTo(SAML_2_0);
    }

    /** Never an open token in the place of an encrypted one. */
    @ParameterizedTest
    @ValueSource(strings = {"MIIB", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", "not base64 at all!"})
    void withAnEncryptionCertificateThatCannotBeUsedThereIsNoToken(String certificate) {
        wsfed.set(PLAIN, Map.of("wsfed.encryption.certificate", certificate));

        wsfed.assertRefused(KeycloakLogin.signIn(browser.get(wsfed.signIn(PLAIN)), ANA), "wsfed_setting_invalid");
    }

    @Test
    void theFormSavesNothingThatCannotBeUsed() {
        for (Map.Entry<String, String> setting : Map.of(
                        "wsfed.token.types", "SAML 3",
                        "wsfed.trust.version", "1.4",
                        "wsfed.encryption.certificate", "MIIB")
                .entrySet()) {
            String path = wsfed.realm.path(
                    "clients/" + wsfed.realm.client(PLAIN).get("id").asText() + "/protocol-mappers/models");
            assertThat(wsfed.realm
                            .admin()
                            .send(
                                    "POST",
                                    path,
                                    Map.of(
                                            "name", "settings",
                                            "protocol", "wsfed",
                                            "protocolMapper", "wsfed-relying-party-settings",
                                            "config", Map.of(setting.getKey(), setting.getValue())))
                            .statusCode())
                    .as(setting.toString())
                    .isEqualTo(400);
        }
    }

    private static String wreq(String tokenType) {
        return "<t:RequestSecurityToken xmlns:t=\"http://schemas.xmlsoap.org/ws/2005/02/trust\"><t:TokenType>"
                + tokenType + "</t:TokenType></t:RequestSecurityToken>";
    }

    private static String tokenType(Answer answer) {
        String open = "<t:TokenType>";
        String wresult = answer.wresult();
        return wresult.substring(wresult.indexOf(open) + open.length(), wresult.indexOf("</t:TokenType>"));
    }
}
