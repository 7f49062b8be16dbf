package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A relying party that asks for a new authentication gets one, whichever way the person takes. */
class FreshnessIT {

    private static WsFedRealm wsfed;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("freshness");
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @ParameterizedTest
    @CsvSource({"wfresh, 0", "prompt, login"})
    void asksAgainInSpiteOfTheSession(String parameter, String value) {
        Answer first = wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        nextSecond();

        Page login = browser.get(wsfed.signIn(ENTRA, parameter, value, "wctx", "again"));
        assertThat(KeycloakLogin.isShown(login) || login.has("input[name=password]"))
                .isTrue();
        Answer second = wsfed.answer(
                login.form("form#kc-form-login").set("password", ANA.password()).submit());

        assertThat(second.authenticationInstant()).isAfter(first.authenticationInstant());
        assertThat(second.wctx()).isEqualTo("again");
    }

    @Test
    void aYoungEnoughSessionWillDo() {
        Answer first = wsfed.signInAna(browser, wsfed.signIn(ENTRA));

        Answer second = wsfed.answer(browser.get(wsfed.signIn(ENTRA, "wfresh", "5")));

        assertThat(second.authenticationInstant()).isEqualTo(first.authenticationInstant());
    }

    /** Whoever is asked again is told why, and in the flow we ship types only the password. */
    @Test
    void aSessionThatIsTooOldIsNamed() {
        wsfed.addSampleFlow();
        wsfed.useFlow(PLAIN, "Microsoft 365");
        wsfed.set(PLAIN, Map.of("wsfed.session.max.hours", "0.001"));
        Answer first = wsfed.signInAna(browser, wsfed.signIn(PLAIN));
        Page asked = Poll.value("the session to be older than 3.6 seconds", Duration.ofSeconds(10), () -> {
            Page page = browser.get(wsfed.signIn(PLAIN));
            return KeycloakLogin.isShown(page) ? Optional.of(page) : Optional.empty();
        });

        assertThat(asked.text()).contains("You signed in 0 minutes ago. Please confirm that it is still you.");
        Answer second = wsfed.answer(
                asked.form("form#kc-form-login").set("password", ANA.password()).submit());
        assertThat(second.authenticationInstant()).isAfter(first.authenticationInstant());
    }

    /** A restarted flow forgets its notes; the demand must not be among them. */
    @Test
    void restartingTheLoginDoesNotWaiveTheDemand() {
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        Page login = browser.get(wsfed.signIn(ENTRA, "prompt", "login", "wctx", "kept"));

        Page again = browser.get(restart(login));

        assertThat(again.has("form#wsfed-answer"))
                .as("no token by single sign-on")
                .isFalse();
        Answer answer = wsfed.answer(KeycloakLogin.signIn(again, ANA));
        assertThat(answer.wctx()).isEqualTo("kept");
    }

    private static URI restart(Page login) {
        String action = login.form("form#kc-form-login").action().toString();
        String query = action.substring(action.indexOf('?') + 1);
        return URI.create(wsfed.realm.url() + "/login-actions/restart?"
                + query.replaceAll("(session_code|execution)=[^&]*&?", "") + "&skip_logout=false");
    }

    private static void nextSecond() {
        long second = Instant.now().getEpochSecond();
        Poll.until("the next second", Duration.ofSeconds(3), () -> Instant.now().getEpochSecond() > second);
    }
}
