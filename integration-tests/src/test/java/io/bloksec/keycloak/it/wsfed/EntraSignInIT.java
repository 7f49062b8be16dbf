package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.bloksec.demo.rp.AadSts;
import io.bloksec.demo.rp.DemoRelyingParty;
import io.bloksec.demo.rp.Directory;
import io.bloksec.demo.rp.Domain;
import io.bloksec.demo.rp.PendingSignIn;
import io.bloksec.demo.rp.SignInOptions;
import io.bloksec.demo.rp.Verdict;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.OneTimeCodes;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the relying party that behaves as Entra ID does, through the sign-in, back to it: by HTTP and in a real browser. */
class EntraSignInIT {

    private static final String MULTIPLE = "http://schemas.microsoft.com/claims/multipleauthn";
    private static final Domain.MfaBehavior ACCEPT = Domain.MfaBehavior.acceptIfMfaDoneByFederatedIdp;

    private static WsFedRealm wsfed;
    private static DemoRelyingParty entra;
    private static Directory tenant;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void federate() throws IOException {
        wsfed = WsFedRealm.create("entra");
        Domain domain = Domain.fromMetadata("corp.example", wsfed.metadata(), ACCEPT);
        tenant = new Directory(ENTRA, List.of(domain), Map.of(ANA.username(), "q83vASNFZ4mrze8BI0VniQ=="));
        entra = DemoRelyingParty.start(0, tenant);
        wsfed.realm.updateClient(ENTRA, client -> {
            client.put("baseUrl", entra.replyUrl());
            client.putArray("redirectUris").add(entra.replyUrl());
        });
    }

    @AfterAll
    static void stop() {
        entra.close();
        wsfed.close();
    }

    @AfterEach
    void restoreTenant() {
        entra.directory(tenant);
    }

    @Test
    void acceptsTheFirstSignInAndTheNext() {
        assertThat(accepted(signIn(SignInOptions.of(ANA.username()))).facts()).containsEntry("Account", ANA.username());
        accepted(signIn(SignInOptions.of(ANA.username()).withWctxBytes(SignInOptions.LONG_WCTX)));
        accepted(signIn(SignInOptions.of(ANA.username()).freshBy("0")));
        accepted(signIn(SignInOptions.of(ANA.username()).prompting()));
    }

    @Test
    void refusesATokenThatIsPresentedTwice() {
        Page token = signInUpToTheToken(SignInOptions.of(ANA.username()));
        accepted(verdict(token.form("form#wsfed-answer").submit()));

        Verdict second = verdict(token.form("form#wsfed-answer").submit());

        assertThat(second.code()).isEqualTo("AADSTS20012");
    }

    @Test
    void refusesATokenThatWasChanged() {
        Page token = signInUpToTheToken(SignInOptions.of(ANA.username()));
        String wresult = token.form("form#wsfed-answer").value("wresult");

        Verdict verdict = verdict(token.form("form#wsfed-answer")
                .set("wresult", wresult.replace("ana@corp.example", "eve@corp.example"))
                .submit());

        assertThat(verdict.code()).isEqualTo("AADSTS50006");
    }

    @Test
    void refusesWhatTheTenantDoesNotKnow() {
        Domain domain = tenant.domains().get(0);
        entra.directory(new Directory(ENTRA, List.of(domain), Map.of("someone@corp.example", "other")));
        assertThat(signIn(SignInOptions.of(ANA.username())).code()).isEqualTo(AadSts.AADSTS51004.name());

        Domain slash = new Domain(
                domain.name(),
                domain.issuerUri() + "/",
                domain.passiveSignInUri(),
                domain.signingCertificate(),
                domain.nextSigningCertificate(),
                ACCEPT);
        entra.directory(new Directory(ENTRA, List.of(slash), tenant.users()));
        assertThat(signIn(SignInOptions.of(ANA.username())).code()).isEqualTo(AadSts.AADSTS50107.name());
    }

    /** Nothing claims a second factor that was not there. */
    /** Whoever takes the demand out of the address gets a token, but not one that says what it was to say. */
    @Test
    void refusesForWantOfMultiFactorAuthentication() {
        PendingSignIn begun = entra.beginSignIn(SignInOptions.of(ANA.username()).authenticatedBy(MULTIPLE));
        URI stripped = URI.create(begun.requestUri().toString().replaceFirst("&wauth=[^&]*", ""));
        assertThat(stripped).isNotEqualTo(begun.requestUri());

        Page token = KeycloakLogin.signIn(browser.get(stripped), ANA);

        assertThat(verdict(token.form("form#wsfed-answer").submit()).code()).isEqualTo(AadSts.AADSTS50079.name());
    }

    @Test
    void acceptsTheSecondFactorThatItAskedFor() {
        String secret = "a-secret-of-twenty-by";
        UserSpec olga = UserSpec.named("olga@corp.example")
                .attribute("immutableId", "b2xnYS1vbGdhLW9sZ2Etbw==")
                .oneTimeCodes(secret);
        wsfed.realm.createUser(olga);
        wsfed.addSampleFlow();
        wsfed.useFlow(ENTRA, "Microsoft 365");
        entra.directory(new Directory(ENTRA, tenant.domains(), Map.of(olga.username(), "b2xnYS1vbGdhLW9sZ2Etbw==")));
        try {
            PendingSignIn begun =
                    entra.beginSignIn(SignInOptions.of(olga.username()).authenticatedBy(MULTIPLE));
            Page code = browser.get(begun.requestUri())
                    .form("form#kc-form-login")
                    .set("password", olga.password())
                    .submit();
            Page token = code.form("form#kc-otp-login-form")
                    .set("otp", OneTimeCodes.now(secret))
                    .submit();

            Verdict verdict = accepted(verdict(token.form("form#wsfed-answer").submit()));

            assertThat(verdict.facts().get("Multi-factor")).isNotEqualTo("not claimed");
        } finally {
            wsfed.useFlow(ENTRA, "browser");
        }
    }

    @Test
    void inABrowserToTheOtherSiteAndBack() {
        try (Chromium chromium = Chromium.open()) {
            com.microsoft.playwright.Page page = chromium.newPage();
            page.navigate(entra.homeUrl());
            Chromium.axe(page);
            Chromium.screenshot(page, "demo-home");
            page.click("button[type=submit]");
            assertThat(page.inputValue("#username")).isEqualTo(ANA.username());
            KeycloakLogin.signIn(page, ANA);
            page.waitForURL("http://127.0.0.1:" + entra.port() + "/result?**");

            assertThat(page.innerText("h1")).isEqualTo("Accepted: ana@corp.example is signed in");
            Chromium.axe(page);
            Chromium.screenshot(page, "demo-accepted");

            page.goBack();
            Locator again = page.locator("#wsfed-again button");
            again.waitFor();
            Chromium.axe(page);
            Chromium.screenshot(page, "back-to-the-token");
            chromium.assertNoProblems();
        }
    }

    @Test
    void inABrowserByPost() {
        try (Chromium chromium = Chromium.open()) {
            com.microsoft.playwright.Page page = chromium.newPage();
            page.navigate(entra.homeUrl());
            page.click("summary");
            page.selectOption("#method", "POST");
            page.selectOption("#wctx", "long");
            page.click("button[type=submit]");
            page.waitForSelector("#password");
            KeycloakLogin.signIn(page, ANA);
            page.waitForURL("http://127.0.0.1:" + entra.port() + "/result?**");

            assertThat(page.innerText("h1")).startsWith("Accepted");
            chromium.assertNoProblems();
        }
    }

    @Test
    void inABrowserAnErrorPageThatSaysWhatToDo() {
        try (Chromium chromium = Chromium.open()) {
            com.microsoft.playwright.Page page = chromium.newPage();
            page.navigate(wsfed.signIn(ENTRA, "wreply", "https://evil.example/").toString());

            assertThat(page.innerText("#wsfed-error")).contains("not registered");
            Chromium.screenshot(page, "error-page");
        }
    }

    @Test
    void inABrowserALongNameStaysOnItsErrorPage() {
        UserSpec eve = UserSpec.named("eve@corp.example");
        wsfed.realm.createUser(eve);
        try (Chromium chromium = Chromium.open()) {
            com.microsoft.playwright.Page page = chromium.newPage();
            page.navigate(wsfed.signIn(ENTRA).toString());
            page.fill("#username", eve.username());
            page.fill("#password", eve.password());
            page.click("#kc-login");

            assertThat(page.innerText("#wsfed-error")).contains("/05/ImmutableID");
            assertThat(page.evalOnSelector("#kc-error-message", "box => box.scrollWidth <= box.clientWidth"))
                    .isEqualTo(true);
            Chromium.axe(page);
            Chromium.screenshot(page, "error-page-immutable-id");
        }
    }

    private Verdict signIn(SignInOptions options) {
        return verdict(signInUpToTheToken(options).form("form#wsfed-answer").submit());
    }

    private Page signInUpToTheToken(SignInOptions options) {
        PendingSignIn begun = entra.beginSignIn(options);
        Page page = browser.get(begun.requestUri());
        if (page.has("form#kc-form-login")) {
            page = page.has("input#username")
                    ? KeycloakLogin.signIn(page, ANA)
                    : page.form("form#kc-form-login")
                            .set("password", ANA.password())
                            .submit();
        }
        wsfed.answer(page);
        return page;
    }

    private static Verdict accepted(Verdict verdict) {
        assertThat(verdict.accepted()).as("%s", verdict.failure()).isTrue();
        return verdict;
    }

    private static Verdict verdict(Page result) {
        return entra.verdict(result.query().get("id")).orElseThrow();
    }
}
