package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole sign-ins that end with a token: what the person does, what the relying party gets. */
class SignInIT {

    private static final String UPN = "http://schemas.xmlsoap.org/claims/UPN";
    private static final String IMMUTABLE_ID = "http://schemas.microsoft.com/LiveID/Federation/2008/05/ImmutableID";

    private static WsFedRealm wsfed;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("sign-in");
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @Test
    void theFirstSignInAnswersWithATokenForEntra() {
        Instant before = Instant.now();
        Page login = browser.get(wsfed.signIn(
                ENTRA,
                "login_hint",
                "ana@corp.example",
                "client-request-id",
                "7d0c57ba-1111-4000-8000-00000000abcd",
                "username",
                "ana@corp.example",
                "mkt",
                "en-US",
                "lc",
                "1033",
                "wctx",
                "estsredirect=2&estsrequest=rQQIAR%3d+/=",
                "cbcxt",
                "",
                "unknown",
                "ignored"));
        assertThat(login.form("form#kc-form-login").value("username")).isEqualTo("ana@corp.example");

        Answer answer = wsfed.answer(KeycloakLogin.signIn(login, ANA));

        assertThat(answer.action()).isEqualTo(URI.create(REPLY));
        assertThat(answer.wctx()).isEqualTo("estsredirect=2&estsrequest=rQQIAR%3d+/=");
        assertThat(answer.subject()).isEqualTo("q83vASNFZ4mrze8BI0VniQ==");
        assertThat(answer.claims())
                .containsEntry(UPN, List.of("ana@corp.example"))
                .containsEntry(IMMUTABLE_ID, List.of("q83vASNFZ4mrze8BI0VniQ=="));
        assertThat(answer.judgement().issuer()).isEqualTo(wsfed.realm.url().toString());
        assertThat(answer.judgement().audience()).isEqualTo(ENTRA);
        assertThat(answer.authenticationMethod()).isEqualTo("urn:oasis:names:tc:SAML:1.0:am:password");
        assertThat(answer.authenticationInstant()).isBetween(before.minusSeconds(1), Instant.now());
        assertThat(Duration.between(Instant.now(), answer.notOnOrAfter()))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        Event issued = wsfed.realm.awaitEvent(event ->
                event.type().equals("CODE_TO_TOKEN") && answer.assertionId().equals(event.detail("token_id")));
        assertThat(issued.detail("correlation_id")).isEqualTo("7d0c57ba-1111-4000-8000-00000000abcd");
    }

    @Test
    void aClientWithoutAnySettingWorksByTheDefaults() {
        Answer answer = wsfed.signInAna(browser, wsfed.signIn(PLAIN));

        assertThat(answer.action()).isEqualTo(URI.create(REPLY));
        assertThat(answer.wctx()).isNull();
        assertThat(answer.subject()).isEqualTo("ana@corp.example");
        assertThat(answer.claims()).isEmpty();
        assertThat(answer.wresult()).doesNotContain("AttributeStatement");
    }

    @Test
    void singleSignOnAnswersAtOnceAndTellsTheTrueInstant() {
        Answer first = wsfed.signInAna(browser, wsfed.signIn(PLAIN, "wctx", "one"));

        Answer second = wsfed.answer(browser.newTab().get(wsfed.signIn(ENTRA, "wctx", "two")));

        assertThat(second.wctx()).isEqualTo("two");
        assertThat(second.assertionId()).isNotEqualTo(first.assertionId());
        assertThat(second.authenticationInstant()).isEqualTo(first.authenticationInstant());
        assertThat(second.authenticationMethod()).isEqualTo("urn:oasis:names:tc:SAML:1.0:am:password");
    }

    @Test
    void aMethodThatWasNotSeenIsNotClaimed() {
        wsfed.realm.createClient(Map.of(
                "clientId", "some-app", "publicClient", true, "redirectUris", List.of("https://app.example/callback")));
        WebUser stopping = browser.stopBefore(uri -> uri.getHost().equals("app.example"));
        Page login = stopping.get(
                URI.create(
                        wsfed.realm.url()
                                + "/protocol/openid-connect/auth?client_id=some-app&response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback"));
        assertThat(KeycloakLogin.signIn(login, ANA).isRedirect()).isTrue();

        Answer answer = wsfed.answer(browser.get(wsfed.signIn(PLAIN)));

        assertThat(answer.authenticationMethod()).isEqualTo("urn:oasis:names:tc:SAML:1.0:am:unspecified");
    }

    @Test
    void aRequestByPostFromAnotherSiteFindsTheSession() {
        Answer first = wsfed.signInAna(browser, wsfed.signIn(PLAIN));

        Page page = browser.post(
                wsfed.endpoint(),
                WsFedRealm.parameters("wsignin1.0", ENTRA, "wctx", "by post & <more>"),
                URI.create("https://login.example/"));

        Answer answer = wsfed.answer(page);
        assertThat(answer.wctx()).isEqualTo("by post & <more>");
        assertThat(answer.authenticationInstant()).isEqualTo(first.authenticationInstant());
        assertThat(page.hops().get(0).status()).isEqualTo(302);
    }

    @Test
    void aRequestByPostOfSomeoneNewShowsTheLogin() {
        Page login = browser.post(
                wsfed.endpoint(),
                WsFedRealm.parameters("wsignin1.0", ENTRA, "wctx", "by post", "login_hint", "ana@corp.example"),
                URI.create("https://login.example/"));

        assertThat(wsfed.answer(KeycloakLogin.signIn(login, ANA)).wctx()).isEqualTo("by post");
    }

    @Test
    void twelveKibibytesOfStateComeBackByteForByte() {
        String wctx = "estsredirect=2&estsrequest=" + "rQQIAR%2B/+=".repeat(1024) + "end";
        Page login = browser.get(wsfed.signIn(ENTRA, "wctx", wctx));
        assertThat(login.html().html()).as("the state stays off the login page").doesNotContain("rQQIAR%2B");
        assertThat(browser.cookies())
                .as("browsers drop what is above 4,096 bytes; the state must not be in there")
                .anySatisfy(cookie -> assertThat(cookie.name()).isEqualTo("KC_RESTART"))
                .allSatisfy(cookie -> assertThat(cookie.value().length()).isLessThan(1500));

        Answer answer = wsfed.answer(KeycloakLogin.signIn(login, ANA));

        assertThat(answer.wctx()).isEqualTo(wctx);
        assertThat(wsfed.answer(browser.get(wsfed.signIn(ENTRA, "wctx", wctx))).wctx())
                .isEqualTo(wctx);
    }

    @Test
    void aRequiredActionInTheMiddleLosesNothing() {
        UserSpec cleo = UserSpec.named("cleo@corp.example")
                .attribute("immutableId", "3q2+7w==")
                .requiredAction("UPDATE_PASSWORD");
        wsfed.realm.createUser(cleo);
        Page login = browser.get(wsfed.signIn(ENTRA, "wctx", "through an action"));
        Page action = KeycloakLogin.signIn(login, cleo);
        assertThat(action.has("input[name=password-new]")).as(action.text()).isTrue();

        Page done = action.form("form#kc-passwd-update-form")
                .set("password-new", "another-password")
                .set("password-confirm", "another-password")
                .submit();

        Answer answer = wsfed.answer(done);
        assertThat(answer.wctx()).isEqualTo("through an action");
        assertThat(answer.subject()).isEqualTo("3q2+7w==");
    }

    @Test
    void everyRegisteredAddressMayBeAskedFor() {
        String other = "https://rp.example/other?x=1";
        wsfed.createClient(
                Map.of("clientId", "urn:two-addresses", "redirectUris", List.of(REPLY, other), "baseUrl", REPLY));

        assertThat(wsfed.signInAna(browser, wsfed.signIn("urn:two-addresses", "wreply", other))
                        .action())
                .isEqualTo(URI.create(other));
        assertThat(wsfed.answer(browser.get(wsfed.signIn("urn:two-addresses", "wreply", REPLY)))
                        .action())
                .isEqualTo(URI.create(REPLY));
        assertThat(wsfed.answer(browser.get(wsfed.signIn("urn:two-addresses"))).action())
                .isEqualTo(URI.create(REPLY));
    }

    @Test
    void aLifetimeIsASettingOfTheClient() {
        wsfed.createClient(Map.of(
                "clientId",
                "urn:short",
                "redirectUris",
                List.of(REPLY),
                "attributes",
                Map.of("wsfed.token.lifetime.minutes", "10")));

        Answer answer = wsfed.signInAna(browser, wsfed.signIn("urn:short"));

        assertThat(Duration.between(Instant.now(), answer.notOnOrAfter()))
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }
}
