package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our pages speak the language that the relying party knows its person to speak, from the first page to the last. */
class LanguageIT {

    private static WsFedRealm wsfed;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("language", json -> {
            json.put("internationalizationEnabled", true).put("defaultLocale", "en");
            List.of("en", "de", "fr", "es", "nl").forEach(json.withArray("supportedLocales")::add);
        });
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @ParameterizedTest
    @CsvSource({
        "de-DE, de, Zu Ihrer Sicherheit wurde nichts gesendet.",
        "fr-FR, fr, 'Pour votre sécurité, rien n''a été envoyé.'",
        "es-ES, es, 'Por su seguridad, no se ha enviado nada.'",
        "nl-NL, nl, Voor uw veiligheid is er niets verstuurd.",
        "en-US, en, For your safety nothing was sent.",
        "sv-SE, en, For your safety nothing was sent.",
    })
    void aRefusalInTheLanguageOfTheRequest(String mkt, String lang, String text) {
        Page page = browser.get(wsfed.signIn(ENTRA, "wreply", "https://evil.example/", "mkt", mkt));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.html().selectFirst("html").attr("lang")).isEqualTo(lang);
        assertThat(page.text()).contains(text);
    }

    @Test
    void aRefusalOfARequestThatSaysNothingElse() {
        Page page = browser.get(URI.create(wsfed.endpoint() + "?wa=wsignin1.0&mkt=de-AT"));

        assertThat(page.text()).contains("Die Anmeldung ist nicht möglich");
        assertThat(page.has("#login-select-toggle"))
                .as("a choice of languages that leads away from the request")
                .isFalse();
    }

    @Test
    void withoutAWordTheBrowsersLanguage() {
        URI wrong = wsfed.signIn(ENTRA, "wreply", "https://evil.example/");

        assertThat(browser.header("Accept-Language", "nl").get(wrong).text()).contains("Inloggen is niet mogelijk");
        assertThat(browser.get(wsfed.signIn(ENTRA, "wreply", "https://evil.example/", "ui_locales", "xx es"))
                        .text())
                .contains("No es posible iniciar sesión");
    }

    @Test
    void theAnswerAfterAWholeSignIn() {
        Page login = browser.get(wsfed.signIn(ENTRA, "mkt", "fr-FR"));
        assertThat(login.html().selectFirst("html").attr("lang")).isEqualTo("fr");

        Page page = KeycloakLogin.signIn(login, ANA);

        assertThat(page.html().selectFirst("html").attr("lang")).isEqualTo("fr");
        assertThat(page.title()).isEqualTo("Connexion réussie");
        assertThat(page.element("#wsfed-going").text()).startsWith("Redirection vers ");
        assertThat(wsfed.answer(page).action()).isEqualTo(URI.create(REPLY));
    }
}
