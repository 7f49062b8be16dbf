package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an administrator finds of a sign-in, a refusal and a sign-out, by the id that a person reads out on the telephone. */
class EventsIT {

    private static final String MULTI_FACTOR = "http://schemas.microsoft.com/claims/multipleauthn";

    private static WsFedRealm wsfed;

    private final WebUser browser =
            new WebUser().stopBefore(uri -> !uri.getHost().equals("localhost"));
    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("events");
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @Test
    void aSignInTellsItsTokenAndBothLevels() {
        Answer answer = wsfed.signInAna(browser, wsfed.signIn(ENTRA, "client-request-id", id));

        assertThat(event("LOGIN").clientId()).isEqualTo(ENTRA);
        Event token = event("CODE_TO_TOKEN");
        assertThat(token.clientId()).isEqualTo(ENTRA);
        assertThat(token.details())
                .containsEntry("token_id", answer.assertionId())
                .containsEntry("token_type", "SAML 1.1")
                .containsEntry("level_of_authentication", "-1")
                .doesNotContainKey("requested_level_of_authentication");
    }

    @Test
    void aRefusalTellsWhatWasAskedAndWhatWasReached() {
        wsfed.assertRefused(
                KeycloakLogin.signIn(
                        browser.get(wsfed.signIn(ENTRA, "client-request-id", id, "wauth", MULTI_FACTOR)),
                        WsFedRealm.ANA),
                "wsfed_multi_factor_not_reached");

        assertThat(event("LOGIN_ERROR").details())
                .containsEntry("requested_level_of_authentication", "2")
                .containsEntry("level_of_authentication", "-1");
    }

    @Test
    void aSignOutTellsWhereToAndWhoWasTold() {
        wsfed.set(ENTRA, Map.of("wsfed.signout.url", "https://one.example/out"));
        wsfed.set(PLAIN, Map.of("wsfed.signout.url", "https://two.example/out"));
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        wsfed.answer(browser.get(wsfed.signIn(PLAIN)));

        browser.get(URI.create(wsfed.endpoint() + "?wa=wsignout1.0&client-request-id=" + id + "&wreply=" + REPLY));

        Event out = event("LOGOUT");
        assertThat(out.details()).containsEntry("redirect_uri", REPLY);
        assertThat(out.detail("told").split(" ")).containsExactlyInAnyOrder(ENTRA, PLAIN);
        assertThat(out.userId()).isNotNull();
    }

    @Test
    void aRefusedSignOutIsAnEventToo() {
        browser.get(URI.create(
                wsfed.endpoint() + "?wa=wsignout1.0&client-request-id=" + id + "&wreply=https://evil.example/"));

        Event refused = event("LOGOUT_ERROR");
        assertThat(refused.error()).isEqualTo("invalid_redirect_uri");
        assertThat(refused.details().values()).noneMatch(value -> value.contains("evil.example"));
    }

    private Event event(String type) {
        return wsfed.realm.awaitEvent(event -> event.type().equals(type) && id.equals(event.detail("correlation_id")));
    }
}
