package io.bloksec.keycloak.it.themes;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Mailbox;
import io.bloksec.keycloak.it.house.UserSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The e-mail theme, by what really arrives in a mailbox. */
class EmailThemeIT {

    private static ThemedRealm themed;
    private static Mailbox mailbox;
    private static String anna;

    @BeforeAll
    static void createRealm() throws IOException {
        mailbox = new Mailbox();
        themed = new ThemedRealm("email");
        themed.realm.update(json -> mailbox.settings().forEach(json.withObject("smtpServer")::put));
        anna = themed.realm.createUser(UserSpec.named("anna"));
    }

    @AfterAll
    static void close() {
        themed.close();
        mailbox.close();
    }

    @AfterEach
    void speakEnglish() {
        themed.realm.update(json -> json.put("internationalizationEnabled", false));
    }

    @Test
    void framesKeycloaksTexts() {
        choose("", "");
        String html = send("text/html");

        assertThat(html)
                .contains("Northwind Hospital", "<a href=\"http://localhost:")
                .doesNotContain(" style=", "<img");
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            show(html, scheme, "theme-email-" + scheme.name().toLowerCase());
        }
        assertThat(send("text/plain")).doesNotContain("<").contains("http://localhost:");
    }

    @Test
    void showsTheRealmsLogoAndColour() {
        choose("https://cdn.example/logo.svg", "teal");
        String html = send("text/html");

        assertThat(html).contains("<img src=\"https://cdn.example/logo.svg\" alt=\"Northwind Hospital\"", "#0f6e78");
        show(html, ColorScheme.DARK, "theme-email-logo");
    }

    /** A realm says it once, in its default language. */
    @Test
    void showsItInEveryLanguage() {
        choose("https://cdn.example/logo.svg", "green");
        themed.speak("en", "de");
        themed.realm.updateUser(
                anna, json -> json.withObject("attributes").putArray("locale").add("de"));

        String html = send("text/html");

        assertThat(html).contains("<html lang=\"de\" dir=\"ltr\">", "Ihr Administrator", "<img src=", "#15703d");
    }

    @Test
    void showsNoLogoThatIsNone() {
        choose("https://x.example/\"><script>alert(1)</script>", "red; display: none");
        String html = send("text/html");

        assertThat(html).doesNotContain("alert(1)", "display: none", "<img").contains("#1d4ed8");
    }

    private static void choose(String logo, String colour) {
        themed.realm
                .admin()
                .post(themed.realm.path("localization/en"), Map.of("bloksecLogo", logo, "bloksecColor", colour));
    }

    private static String send(String contentType) {
        themed.realm
                .admin()
                .put(themed.realm.path("users/" + anna + "/execute-actions-email"), List.of("UPDATE_PASSWORD"));
        return mailbox.take(contentType);
    }

    private static void show(String html, ColorScheme scheme, String name) {
        Browser.NewContextOptions options =
                new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(720, 480);
        try (Chromium chromium = Chromium.open(options)) {
            chromium.context()
                    .route(
                            "https://cdn.example/**",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("image/svg+xml")
                                    .setBody("<svg xmlns='http://www.w3.org/2000/svg' width='150' height='48'>"
                                            + "<rect width='150' height='48' rx='8' fill='#0f6e78'/></svg>")));
            com.microsoft.playwright.Page page = chromium.newPage();
            page.setContent(html);
            Chromium.screenshot(page, name);
            Chromium.axe(page);
        }
    }
}
