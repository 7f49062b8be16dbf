package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that end at our page: no token, no redirect, no text of the request's, and an event with the page's number. */
class RefusalIT {

    private static WsFedRealm wsfed;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("refusal");
        wsfed.createClient(Map.of("clientId", "urn:disabled", "redirectUris", List.of(REPLY), "enabled", false));
        wsfed.createClient(
                Map.of("clientId", "urn:no-flow", "redirectUris", List.of(REPLY), "standardFlowEnabled", false));
        wsfed.createClient(Map.of("clientId", "urn:wildcard", "redirectUris", List.of("https://rp.example/*")));
        wsfed.createClient(
                Map.of("clientId", "urn:saml", "protocol", "saml", "redirectUris", List.of(REPLY), "baseUrl", REPLY));
        wsfed.createClient(Map.of("clientId", "oidc", "protocol", "openid-connect", "redirectUris", List.of(REPLY)));
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @ParameterizedTest
    @CsvSource({
        "urn:nobody, client_not_found",
        "URN:FEDERATION:MICROSOFTONLINE, client_not_found",
        "urn:disabled, client_disabled",
        "urn:no-flow, not_allowed",
        "urn:saml, invalid_client",
        "oidc, invalid_client",
    })
    void clientsThatGetNothing(String wtrealm, String error) {
        assertRefused(browser.get(wsfed.signIn(wtrealm)), error);
        assertRefused(
                browser.post(
                        wsfed.endpoint(),
                        WsFedRealm.parameters("wsignin1.0", wtrealm),
                        URI.create("https://x.example/")),
                error);
        assertRefused(
                browser.get(URI.create(wsfed.endpoint() + "?"
                        + WsFedRealm.query(WsFedRealm.parameters("wsignout1.0", wtrealm, "wreply", REPLY)))),
                error);
    }

    /** A session does not open what is closed. */
    @Test
    void clientsThatGetNothingGetNothingBySingleSignOnEither() {
        wsfed.signInAna(browser, wsfed.signIn(PLAIN));

        assertRefused(browser.get(wsfed.signIn("urn:disabled")), "client_disabled");
        assertRefused(browser.get(wsfed.signIn("urn:saml")), "invalid_client");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "https://rp.example/login.srf?x=1",
                "https://rp.example/login.srf/../evil",
                "https://rp.example@evil.example/login.srf",
                "javascript:alert(document.domain)",
                "//evil.example/login.srf",
                "https://rp.example/login.srf#x"
            })
    void addressesThatAreNotRegistered(String wreply) {
        Page page = browser.get(wsfed.signIn(ENTRA, "wreply", wreply));

        assertRefused(page, "invalid_redirect_uri");
        assertThat(page.body()).doesNotContain("evil").doesNotContain("javascript:alert");
    }

    @Test
    void aWildcardIsNoAddress() {
        assertRefused(
                browser.get(wsfed.signIn("urn:wildcard", "wreply", "https://rp.example/x")), "invalid_redirect_uri");
        assertRefused(browser.get(wsfed.signIn("urn:wildcard")), "invalid_redirect_uri");
    }

    @ParameterizedTest
    @CsvSource({
        "wa=wsignin1.0, wtrealm_missing",
        "wtrealm=urn:federation:MicrosoftOnline, wa_unknown",
        "wa=wattr1.0&wtrealm=urn:federation:MicrosoftOnline, wa_unknown",
        "wa=wsignin1.0&wa=wsignin1.0&wtrealm=urn:federation:MicrosoftOnline, repeated_parameter",
        "wa=wsignin1.0&wtrealm=urn:federation:MicrosoftOnline&wreply=a&wreply=b, repeated_parameter",
        "wa=wsignin1.0&wtrealm=urn:federation:MicrosoftOnline&wfresh=soon, wfresh_invalid",
        "wa=wsignin1.0&wtrealm=urn:federation:MicrosoftOnline&wctx=a%0Ab, wctx_unusable",
        "wa=wsignin1.0&wtrealm=urn:federation:MicrosoftOnline&wreq=%3C!DOCTYPE%20a%3E%3Ca/%3E, wreq_invalid",
    })
    void requestsThatCannotBeUnderstood(String query, String reason) {
        Page page = browser.get(URI.create(wsfed.endpoint() + "?" + query));

        assertThat(assertRefused(page, "invalid_request").detail("reason")).isEqualTo(reason);
    }

    @Test
    void aStateLongerThanSixteenKibibytes() {
        Page page = browser.post(
                wsfed.endpoint(),
                WsFedRealm.parameters("wsignin1.0", ENTRA, "wctx", "x".repeat(16 * 1024 + 1)),
                URI.create("https://x.example/"));

        assertThat(assertRefused(page, "invalid_request").detail("reason")).isEqualTo("wctx_too_long");
    }

    @Test
    void aKindOfTokenThatIsNotIssued() {
        String wreq = "<t:RequestSecurityToken xmlns:t=\"http://schemas.xmlsoap.org/ws/2005/02/trust\"><t:TokenType>%s"
                + "</t:TokenType></t:RequestSecurityToken>";

        assertRefused(
                browser.get(wsfed.signIn(ENTRA, "wreq", wreq.formatted("urn:oasis:names:tc:SAML:2.0:assertion"))),
                "wsfed_unsupported_token_type");
        wsfed.signInAna(browser, wsfed.signIn(ENTRA, "wreq", wreq.formatted("urn:oasis:names:tc:SAML:1.0:assertion")));
    }

    @Test
    void aPersonWithoutAnImmutableIdIsToldWhatToDo() {
        UserSpec ben = UserSpec.named("ben@corp.example");
        wsfed.realm.createUser(ben);
        Page page = KeycloakLogin.signIn(
                browser.get(wsfed.signIn(ENTRA, "client-request-id", "11111111-2222-3333-4444-555555555555")), ben);

        Event event = assertRefused(page, "wsfed_claim_missing");
        assertThat(page.text())
                .contains("http://schemas.microsoft.com/LiveID/Federation/2008/05/ImmutableID")
                .contains("11111111-2222-3333-4444-555555555555");
        assertThat(event.detail("correlation_id")).isEqualTo("11111111-2222-3333-4444-555555555555");
        assertThat(event.userId()).isNotNull();
    }

    @Test
    void aCharacterThatXmlCannotCarry() {
        UserSpec odd = UserSpec.named("odd@corp.example").attribute("immutableId", "a\u0001b");
        wsfed.realm.createUser(odd);

        Page page = KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA)), odd);

        assertRefused(page, "wsfed_claim_unrepresentable");
    }

    @Test
    void aMapperThatARealmImportBroke() {
        wsfed.createClient(Map.of(
                "clientId",
                "urn:broken-mapper",
                "redirectUris",
                List.of(REPLY),
                "protocolMappers",
                List.of(Map.of(
                        "name",
                        "broken",
                        "protocol",
                        "wsfed",
                        "protocolMapper",
                        "wsfed-user-attribute-mapper",
                        "config",
                        Map.of("user.attribute", "email", "claim.type", "no-slash")))));

        Page page = KeycloakLogin.signIn(browser.get(wsfed.signIn("urn:broken-mapper")), WsFedRealm.ANA);

        assertRefused(page, "wsfed_mapper_invalid");
    }

    /** Keycloak would make up a key that no relying party has seen; neither a token nor such a key may come of it. */
    @Test
    void aRealmWithoutASigningKey() {
        try (WsFedRealm keyless = WsFedRealm.create("keyless")) {
            String keys = keyless.realm.path("components?type=org.keycloak.keys.KeyProvider");
            for (JsonNode provider : keyless.realm.admin().get(keys)) {
                if (provider.get("providerId").asText().equals("rsa-generated")) {
                    keyless.realm
                            .admin()
                            .delete(keyless.realm.path(
                                    "components/" + provider.get("id").asText()));
                }
            }
            List<String> left = signingAlgorithms(keyless);
            assertThat(left).isNotEmpty().doesNotContain("RS256");

            Page page = KeycloakLogin.signIn(browser.get(keyless.signIn(ENTRA)), WsFedRealm.ANA);

            keyless.assertRefused(page, "wsfed_signing_key_missing");
            assertThat(signingAlgorithms(keyless)).isEqualTo(left);
        }
    }

    private static List<String> signingAlgorithms(WsFedRealm wsfed) {
        return wsfed.realm.admin().get(wsfed.realm.path("keys")).findValuesAsText("algorithm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wtrealm", "wreply", "wctx", "wa", "client-request-id", "login_hint", "wfresh", "whr", "mkt"})
    void markupComesBackNowhere(String parameter) {
        String markup = "\"'><img src=x onerror=alert(1)>";
        Map<String, String> request = WsFedRealm.parameters("wsignin1.0", ENTRA);
        request.put(parameter, markup);

        Page page = browser.get(URI.create(wsfed.endpoint() + "?" + WsFedRealm.query(request)));

        assertThat(page.status()).isIn(200, 400);
        assertThat(page.html().select("img[src=x]")).isEmpty();
    }

    private static Event assertRefused(Page page, String error) {
        return wsfed.assertRefused(page, error);
    }
}
