package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entra ID says who is coming: the person types only the password, and a stranger learns from it about nobody. */
class LoginHintIT {

    private static final String UPN = "http://schemas.xmlsoap.org/claims/UPN";
    private static final String NOBODY = "nobody@corp.example";
    private static final UserSpec BEN = UserSpec.named("ben@corp.example")
            .password("ben-password")
            .attribute("immutableId", "YmVuLWJlbi1iZW4tYmVuLQ==");
    private static final UserSpec GONE =
            UserSpec.named("gone@corp.example").password("gone-password").disabled();

    private static WsFedRealm wsfed;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void addSampleFlow() {
        wsfed = WsFedRealm.create("login-hint");
        wsfed.realm.createUser(BEN);
        wsfed.realm.createUser(GONE);
        wsfed.addSampleFlow();
        wsfed.useFlow(ENTRA, "Microsoft 365");
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @Test
    void onlyThePasswordIsAskedFor() {
        Page page = hinted(ANA.username());

        assertThat(page.has("input[name=username]:not([type=hidden])")).isFalse();
        assertThat(page.element("#kc-attempted-username").val()).isEqualTo(ANA.username());
        Answer answer = wsfed.answer(password(page, ANA.password()));

        assertThat(answer.claims().get(UPN)).containsExactly(ANA.username());
        assertThat(answer.wctx()).isEqualTo("kept");
    }

    /** Known, unknown and disabled: the same page before and after a wrong password, character by character. */
    @ParameterizedTest
    @ValueSource(strings = {NOBODY, "gone@corp.example"})
    void aStrangerLearnsNothing(String other) {
        Page known = hinted(ANA.username());
        Page unknown = new WebUser().get(request(other));
        assertThat(shape(unknown, other)).isEqualTo(shape(known, ANA.username()));

        Page knownWrong = password(known, "guess");
        Page unknownWrong = password(unknown, "guess");

        assertThat(KeycloakLogin.error(knownWrong)).isNotEmpty();
        assertThat(unknownWrong.status()).isEqualTo(knownWrong.status());
        assertThat(shape(unknownWrong, other)).isEqualTo(shape(knownWrong, ANA.username()));
    }

    @Test
    void afterAWrongPasswordTheRightOneSignsIn() {
        Page wrong = password(hinted(ANA.username()), "guess");

        assertThat(wrong.has("input[name=username]:not([type=hidden])")).isFalse();
        assertThat(wsfed.answer(password(wrong, ANA.password())).claims().get(UPN))
                .containsExactly(ANA.username());
    }

    @Test
    void whoeverIsSomebodyElseSaysSo() {
        Page plain = browser.get(restart(hinted(ANA.username())));

        assertThat(plain.has("input[name=username]:not([type=hidden])"))
                .as(plain.body())
                .isTrue();
        Answer answer = wsfed.answer(KeycloakLogin.signIn(plain, BEN));
        assertThat(answer.claims().get(UPN)).containsExactly(BEN.username());
        assertThat(answer.wctx()).isEqualTo("kept");
    }

    /** The hint decides whose password counts, not what a changed page posts beside it. */
    @Test
    void anotherNameInThePostIsNotRead() {
        Page page = hinted(ANA.username());

        Page answer = browser.post(
                page.form("form#kc-form-login").action(),
                Map.of("username", BEN.username(), "password", BEN.password()),
                page.uri());

        assertThat(answer.has("form#wsfed-answer")).isFalse();
        Event event = wsfed.realm.awaitEvent(candidate -> "LOGIN_ERROR".equals(candidate.type()));
        assertThat(event.detail("username")).isEqualTo(ANA.username());
    }

    /** A name that hides or breaks anything is none: the plain page is shown, and nothing of it stands there. */
    @ParameterizedTest
    @ValueSource(strings = {"ana\u202Emoc.elpmaxe", "ana\u0085", "two words", "   "})
    void aNameThatIsNoneIsNotShown(String hint) {
        Page page = hinted(hint);

        assertThat(KeycloakLogin.isShown(page)).as(page.text()).isTrue();
        assertThat(page.has("#kc-attempted-username")).isFalse();
    }

    @Test
    void aNameThatIsTooLongIsNotShown() {
        assertThat(hinted("a".repeat(255)).has("#kc-attempted-username")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "\"><img/src=x/onerror=alert(1)>", "${7*7}", "{0}", "'||'"})
    void aHostileNameIsText(String hint) {
        Page page = hinted(hint);

        assertThat(page.element("#kc-attempted-username").val()).isEqualTo(hint);
        assertThat(page.has("img[src=x]")).isFalse();
        assertThat(page.html().select("script").eachText()).noneMatch(text -> text.contains("alert(1)"));
        assertThat(KeycloakLogin.error(password(page, "guess"))).isNotEmpty();
    }

    @Test
    void withoutANameThePageAsksForIt() {
        Page page = browser.get(wsfed.signIn(ENTRA));

        assertThat(page.has("input[name=username]:not([type=hidden])")).isTrue();
        wsfed.answer(KeycloakLogin.signIn(page, ANA));
    }

    /** The arrow beside the name is a button whose script goes there. */
    private static URI restart(Page page) {
        assertThat(page.text()).contains("Not you?");
        String script = page.element("#reset-login").attr("onclick");
        return page.uri().resolve(script.substring(script.indexOf('\'') + 1, script.lastIndexOf('\'')));
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void thePageIsForEveryone(ColorScheme scheme) {
        wsfed.realm.update(realm -> realm.put("loginTheme", "bloksec"));
        try (Chromium chromium = Chromium.open(new Browser.NewContextOptions().setColorScheme(scheme))) {
            var page = chromium.newPage();
            page.navigate(request(ANA.username()).toString());
            assertThat(page.locator("#kc-attempted-username").inputValue()).isEqualTo(ANA.username());
            Chromium.axe(page);
            Chromium.screenshot(page, "hinted-password-" + scheme.name().toLowerCase());
            page.click("#reset-login");
            page.waitForSelector("#username");
            chromium.assertNoProblems();
        } finally {
            wsfed.realm.update(realm -> realm.put("loginTheme", "keycloak.v2"));
        }
    }

    private Page hinted(String hint) {
        return browser.get(request(hint));
    }

    private static URI request(String hint) {
        return wsfed.signIn(ENTRA, "login_hint", hint, "wctx", "kept");
    }

    private static Page password(Page page, String password) {
        return page.form("form#kc-form-login").set("password", password).submit();
    }

    /** The page without what differs between any two sign-ins. */
    private static String shape(Page page, String name) {
        return page.body()
                .replace(name, "NAME")
                .replaceAll("(session_code|execution|tab_id|client_data|nonce)=[^&\"']+", "$1=")
                .replaceAll("\"[A-Za-z0-9_+/-]{20,}\"", "\"random\"")
                .replaceAll("nonce-[A-Za-z0-9_-]+", "nonce");
    }
}
