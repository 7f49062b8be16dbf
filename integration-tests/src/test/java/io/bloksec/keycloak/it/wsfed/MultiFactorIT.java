package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.OneTimeCodes;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The multi-factor claim: sent when this session had more than one factor, asked for by {@code wauth}, and never made up. */
class MultiFactorIT {

    private static final String MULTIPLE = "http://schemas.microsoft.com/claims/multipleauthn";
    private static final String REFERENCES = "http://schemas.microsoft.com/claims/authnmethodsreferences";
    private static final String METHOD = "http://schemas.microsoft.com/ws/2008/06/identity/claims/authenticationmethod";
    private static final String SECRET = "a-secret-of-twenty-by";
    private static final UserSpec OLGA = UserSpec.named("olga@corp.example")
            .attribute("immutableId", "b2xnYS1vbGdhLW9sZ2Etbw==")
            .oneTimeCodes(SECRET);

    private static WsFedRealm wsfed;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void addSampleFlow() {
        wsfed = WsFedRealm.create("multi-factor");
        // The tests are faster than the 30 seconds of a code.
        wsfed.realm.update(realm -> realm.put("otpPolicyCodeReusable", true));
        wsfed.realm.createUser(OLGA);
        wsfed.addSampleFlow();
        wsfed.useFlow(ENTRA, "Microsoft 365");
        wsfed.useFlow(PLAIN, "Microsoft 365");
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @AfterEach
    void forgetSettings() {
        wsfed.set(ENTRA, Map.of("wsfed.mfa.level", ""));
    }

    @Test
    void aPasswordAloneClaimsNothing() {
        assertNotClaimed(wsfed.answer(KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA)), OLGA)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MULTIPLE,
                "https://schemas.microsoft.com/claims/multipleauthn",
                "http://schemas.microsoft.com/claims/wiaormultiauthn"
            })
    void askedForBothFactorsAreGivenAndClaimed(String wauth) {
        Page code = KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA, "wauth", wauth, "wctx", "mfa")), OLGA);

        Answer answer = wsfed.answer(giveCode(code));

        assertClaimed(answer);
        assertThat(answer.wctx()).isEqualTo("mfa");
        assertThat(answer.authenticationMethod()).isEqualTo("urn:oasis:names:tc:SAML:1.0:am:password");
    }

    /** The first factor's time stays: Entra ID's sign-in frequency counts from it. */
    @Test
    void aSessionIsSteppedUpByTheSecondFactorAlone() {
        Answer first = wsfed.answer(KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA)), OLGA));
        nextSecond();

        Page code = browser.get(wsfed.signIn(ENTRA, "wauth", MULTIPLE));
        assertThat(code.has("input[name=password]")).as("no password again").isFalse();
        Answer second = wsfed.answer(giveCode(code));
        Answer third = wsfed.answer(browser.get(wsfed.signIn(ENTRA, "wauth", MULTIPLE)));
        Answer elsewhere = wsfed.answer(browser.get(wsfed.signIn(PLAIN)));

        assertNotClaimed(first);
        assertClaimed(second);
        assertThat(second.authenticationInstant()).isEqualTo(first.authenticationInstant());
        assertClaimed(third);
        assertThat(third.authenticationInstant()).isEqualTo(first.authenticationInstant());
        assertThat(third.authenticationMethod()).isEqualTo("urn:oasis:names:tc:SAML:1.0:am:password");
        assertClaimed(elsewhere);
    }

    @Test
    void aFreshSignInLosesTheSecondFactorOfBefore() {
        wsfed.answer(giveCode(KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA, "wauth", MULTIPLE)), OLGA)));

        Page login = browser.get(wsfed.signIn(ENTRA, "prompt", "login"));
        Answer again = wsfed.answer(login.form("form#kc-form-login")
                .set("password", OLGA.password())
                .submit());

        assertNotClaimed(again);
    }

    @Test
    void whoHasNoSecondFactorIsToldAndNotSentBack() {
        Page page = KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA, "wauth", MULTIPLE)), ANA);

        assertThat(page.has("form#wsfed-answer")).as(page.text()).isFalse();
    }

    /** Keycloak's own flow counts no levels, whatever it asks for. */
    @Test
    void aFlowWithoutLevelsNeverReachesOne() {
        wsfed.useFlow(PLAIN, "browser");
        try {
            Page code = KeycloakLogin.signIn(browser.get(wsfed.signIn(PLAIN, "wauth", MULTIPLE)), OLGA);

            Event event = wsfed.assertRefused(giveCode(code), "wsfed_multi_factor_not_reached");
            assertThat(event.detail("reason")).startsWith("level");
        } finally {
            wsfed.useFlow(PLAIN, "Microsoft 365");
        }
    }

    @Test
    void theLevelThatCountsCanBeSet() {
        wsfed.set(ENTRA, Map.of("wsfed.mfa.level", "1"));
        assertClaimed(wsfed.answer(KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA)), OLGA)));

        wsfed.set(ENTRA, Map.of("wsfed.mfa.level", "0"));
        assertNotClaimed(wsfed.answer(browser.get(wsfed.signIn(ENTRA))));
        wsfed.assertRefused(browser.get(wsfed.signIn(ENTRA, "wauth", MULTIPLE)), "wsfed_multi_factor_not_reached");

        wsfed.set(ENTRA, Map.of("wsfed.mfa.level", "two"));
        wsfed.assertRefused(browser.get(wsfed.signIn(ENTRA)), "wsfed_setting_invalid");
    }

    @Test
    void aSessionDurationThatCannotBeReadIsNotTakenForAnyDuration() {
        wsfed.answer(KeycloakLogin.signIn(browser.get(wsfed.signIn(PLAIN)), OLGA));
        wsfed.set(PLAIN, Map.of("wsfed.session.max.hours", "long"));
        try {
            Page login = browser.get(wsfed.signIn(PLAIN));

            wsfed.assertRefused(
                    login.form("form#kc-form-login")
                            .set("password", OLGA.password())
                            .submit(),
                    "wsfed_setting_invalid");
        } finally {
            wsfed.set(PLAIN, Map.of("wsfed.session.max.hours", ""));
        }
    }

    /** The demand is the relying party's, not the login page's: neither a restart nor another tab gets rid of it. */
    @Test
    void aDemandOutlivesTheTabThatWasOvertaken() {
        Page waiting = browser.get(wsfed.signIn(ENTRA, "wauth", MULTIPLE, "wctx", "demanding"));
        wsfed.answer(KeycloakLogin.signIn(browser.newTab().get(wsfed.signIn(ENTRA)), OLGA));

        Page code = browser.get(waiting.uri());

        assertThat(code.has("form#wsfed-answer")).as(code.text()).isFalse();
        Answer answer = wsfed.answer(giveCode(code));
        assertClaimed(answer);
        assertThat(answer.wctx()).isEqualTo("demanding");
    }

    @Test
    void aDemandForAFreshSignInOutlivesTheTabThatWasOvertaken() {
        Answer first = wsfed.answer(KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA)), OLGA));
        nextSecond();
        Page waiting = browser.get(wsfed.signIn(ENTRA, "prompt", "login", "wctx", "fresh"));
        wsfed.answer(browser.newTab().get(wsfed.signIn(ENTRA)));

        Page login = browser.get(waiting.uri());

        assertThat(login.has("form#wsfed-answer"))
                .as("no token of the old sign-in")
                .isFalse();
        Answer answer = wsfed.answer(login.form("form#kc-form-login")
                .set("password", OLGA.password())
                .submit());
        assertThat(answer.authenticationInstant()).isAfter(first.authenticationInstant());
        assertThat(answer.wctx()).isEqualTo("fresh");
    }

    @Test
    void theSameRequestOverAndOverEndsOnAPage() {
        wsfed.answer(KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA, "wctx", "loop")), OLGA));
        for (int time = 0; time < 3; time++) {
            wsfed.answer(browser.get(wsfed.signIn(ENTRA, "wctx", "loop")));
        }

        Event event = wsfed.assertRefused(browser.get(wsfed.signIn(ENTRA, "wctx", "loop")), "wsfed_sign_in_loop");

        assertThat(event.detail("reason")).isEqualTo("multi-factor not sent");
        wsfed.answer(browser.get(wsfed.signIn(ENTRA, "wctx", "another")));
    }

    private static Page giveCode(Page page) {
        assertThat(page.has("form#kc-otp-login-form")).as(page.text()).isTrue();
        return page.form("form#kc-otp-login-form")
                .set("otp", OneTimeCodes.now(SECRET))
                .submit();
    }

    private static void assertClaimed(Answer answer) {
        assertThat(answer.claims())
                .containsEntry(REFERENCES, List.of(MULTIPLE))
                .containsEntry(METHOD, List.of(MULTIPLE));
    }

    private static void assertNotClaimed(Answer answer) {
        assertThat(answer.claims()).doesNotContainKeys(REFERENCES, METHOD);
        assertThat(answer.wresult()).doesNotContain("multipleauthn");
    }

    private static void nextSecond() {
        long second = Instant.now().getEpochSecond();
        Poll.until("the next second", Duration.ofSeconds(3), () -> Instant.now().getEpochSecond() > second);
    }
}
