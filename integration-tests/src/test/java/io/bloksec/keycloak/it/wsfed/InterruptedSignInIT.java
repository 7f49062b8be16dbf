package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sign-ins that do not go straight: expired pages, Back, refresh, several tabs. None of them loses the request. */
class InterruptedSignInIT {

    private static WsFedRealm wsfed;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("interrupted");
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    /** The session of the login page is gone, as after its time or a restart of the server; the restart cookie is there. */
    @Test
    void aLoginPageWhoseSessionIsGone() {
        Page login = browser.get(wsfed.signIn(ENTRA, "wctx", "outlives the session"));
        assertThat(browser.forgetCookie("AUTH_SESSION_ID")).isTrue();

        Page again = KeycloakLogin.signIn(login, ANA);
        assertThat(KeycloakLogin.isShown(again)).as(again.text()).isTrue();

        assertThat(wsfed.answer(KeycloakLogin.signIn(again, ANA)).wctx()).isEqualTo("outlives the session");
    }

    /** Keycloak restarts a flow that took too long, and wipes its notes. */
    @Test
    void aLoginPageThatTookTooLong() {
        try (WsFedRealm hasty = WsFedRealm.create(
                "hasty", json -> json.put("accessCodeLifespanLogin", 2).put("accessCodeLifespanUserAction", 300))) {
            Page login = browser.get(hasty.signIn(ENTRA, "wctx", "outlives the page"));
            Instant expired = Instant.now().plusSeconds(4);
            Poll.until(
                    "the page to expire",
                    Duration.ofSeconds(10),
                    () -> Instant.now().isAfter(expired));

            Page late = KeycloakLogin.signIn(login, ANA);
            assertThat(KeycloakLogin.isShown(late)).as(late.text()).isTrue();

            assertThat(hasty.answer(KeycloakLogin.signIn(late, ANA)).wctx()).isEqualTo("outlives the page");
        }
    }

    @Test
    void theRestartLinkOfTheLoginPage() {
        Page login = browser.get(wsfed.signIn(ENTRA, "wctx", "outlives a restart"));
        String query = login.form("form#kc-form-login").action().getRawQuery();

        Page again = browser.get(URI.create(wsfed.realm.url() + "/login-actions/restart?" + query));

        assertThat(wsfed.answer(KeycloakLogin.signIn(again, ANA)).wctx()).isEqualTo("outlives a restart");
    }

    @Test
    void backToTheLoginPageAfterTheToken() {
        Page login = browser.get(wsfed.signIn(ENTRA, "wctx", "back again"));
        Answer first = wsfed.answer(KeycloakLogin.signIn(login, ANA));

        Answer second = wsfed.answer(KeycloakLogin.signIn(login, ANA));

        assertThat(second.wctx()).isEqualTo("back again");
        assertThat(second.assertionId()).isNotEqualTo(first.assertionId());
        assertThat(second.authenticationInstant()).isEqualTo(first.authenticationInstant());
    }

    @Test
    void refreshOfTheAddressAnswersWithANewToken() {
        URI request = wsfed.signIn(ENTRA, "wctx", "refreshed");
        Answer first = wsfed.signInAna(browser, request);

        Answer second = wsfed.answer(browser.get(request));

        assertThat(second.assertionId()).isNotEqualTo(first.assertionId());
        assertThat(second.wctx()).isEqualTo("refreshed");
    }

    @Test
    void twoTabsEachGetTheirOwnAnswer() {
        Page one = browser.get(wsfed.signIn(ENTRA, "wctx", "tab one"));
        Page two = browser.newTab().get(wsfed.signIn(ENTRA, "wctx", "tab two"));

        Answer second = wsfed.answer(KeycloakLogin.signIn(two, ANA));
        Answer first = wsfed.answer(KeycloakLogin.signIn(one, ANA));

        assertThat(second.wctx()).isEqualTo("tab two");
        assertThat(first.wctx()).isEqualTo("tab one");
    }

    /** Without its state an answer would be wrong, so there is none; the person is told to start over. */
    @Test
    void aRequestThatIsGoneForGood() {
        Page login = browser.get(wsfed.signIn(ENTRA, "wctx", "gone"));
        wsfed.answer(KeycloakLogin.signIn(login, ANA));
        URI action = login.form("form#kc-form-login").action();
        String forged = clientData("{\"ru\":\"" + WsFedRealm.REPLY + "\",\"st\":\"00000000000000000000000000000000\"}");

        Page page = browser.get(URI.create(action.toString().replaceAll("client_data=[^&]*", "client_data=" + forged)));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("took too long");
    }

    /** Client data is a parameter that anyone can write. */
    @Test
    void forgedClientDataLeadsNowhere() {
        Page login = browser.get(wsfed.signIn(ENTRA, "wctx", "mine"));
        wsfed.answer(KeycloakLogin.signIn(login, ANA));
        String action = login.form("form#kc-form-login").action().toString();
        for (String data : new String[] {
            "{\"ru\":\"https://evil.example/\"}",
            "{\"ru\":\"javascript:alert(1)\"}",
            "{\"st\":\"../../other\"}",
            "{\"st\":\"wsfed:wctx:x\"}",
            "{\"ru\":\"{wctx}\",\"st\":null}"
        }) {
            Page page =
                    browser.get(URI.create(action.replaceAll("client_data=[^&]*", "client_data=" + clientData(data))));

            assertThat(page.status()).as(data).isEqualTo(400);
            assertThat(page.has("form#wsfed-answer")).as(data).isFalse();
            assertThat(page.body()).doesNotContain("evil.example");
        }
    }

    private static String clientData(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
