package io.bloksec.keycloak.it.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exists so that a broken test house shows itself here, and not as a riddle in another module's test. */
class HouseIT {

    private static final UserSpec ANNA = UserSpec.named("anna").attribute("immutableId", "ünïcode ✓");

    private static TestRealm realm;
    private static String annaId;

    private final WebUser user = new WebUser();
    private RelyingPartyStub app;

    @BeforeAll
    static void realmWithOnePerson() {
        realm = TestRealm.create("house");
        annaId = realm.createUser(ANNA);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void registerApp() {
        app = new RelyingPartyStub();
        realm.createClient(Map.of(
                "clientId",
                clientId(),
                "publicClient",
                true,
                "redirectUris",
                List.of(app.url("/callback").toString())));
    }

    @AfterEach
    void stopApp() {
        app.close();
    }

    @Test
    void signsInByFormAndArrivesWithACode() {
        Page login = user.get(authorization("query"));
        assertThat(KeycloakLogin.isShown(login)).isTrue();

        Page arrived = KeycloakLogin.signIn(login, ANNA);

        assertThat(arrived.title()).isEqualTo("Arrived");
        assertThat(arrived.query()).containsEntry("state", "a b&c").containsKey("code");
        assertThat(arrived.hops()).extracting(Page.Hop::status).containsExactly(302, 200);
        assertThat(app.received()).hasSize(1);
        assertThat(user.hasCookie("KEYCLOAK_IDENTITY")).isTrue();
        Event event =
                realm.awaitEvent(e -> e.type().equals("LOGIN") && clientId().equals(e.clientId()));
        assertThat(event.userId()).isEqualTo(annaId);
        assertThat(event.detail("username")).isEqualTo("anna");
    }

    @Test
    void postedResponseKeepsItsBytes() {
        Page post = KeycloakLogin.signIn(user.get(authorization("form_post")), ANNA);
        assertThat(post.form().action()).isEqualTo(app.url("/callback"));

        post.form().set("state", " two\r\nlines \n").submit();

        assertThat(app.received()).singleElement().satisfies(received -> {
            assertThat(received.method()).isEqualTo("POST");
            assertThat(received.parameters())
                    .containsEntry("state", " two\r\nlines \n")
                    .containsKey("code");
        });
    }

    @Test
    void wrongPasswordIsRefusedOnThePageAndInTheEvents() {
        Page again = KeycloakLogin.signIn(user.get(authorization("query")), "anna", "wrong");

        assertThat(KeycloakLogin.isShown(again)).isTrue();
        assertThat(KeycloakLogin.error(again)).isEqualTo("Invalid username or password.");
        assertThat(app.received()).isEmpty();
        assertThat(user.hasCookie("KEYCLOAK_IDENTITY")).isFalse();
        Event event = realm.awaitEvent(
                e -> e.type().equals("LOGIN_ERROR") && clientId().equals(e.clientId()));
        assertThat(event.error()).isEqualTo("invalid_user_credentials");
    }

    @Test
    void secondTabIsSignedInAndAForgottenCookieSignsOut() {
        KeycloakLogin.signIn(user.get(authorization("query")), ANNA);

        assertThat(user.newTab().get(authorization("query")).title()).isEqualTo("Arrived");
        assertThat(new WebUser().get(authorization("query")).title()).startsWith("Sign in");
        assertThat(user.forgetCookie("KEYCLOAK_IDENTITY")).isTrue();
        assertThat(user.get(authorization("query")).title()).startsWith("Sign in");
    }

    @Test
    void redirectsCanBeStoppedAndLanguageChosen() {
        realm.update(json -> {
            json.put("internationalizationEnabled", true).put("defaultLocale", "en");
            json.putArray("supportedLocales").add("en").add("de");
        });
        Page german = user.header("Accept-Language", "de").get(authorization("query"));
        assertThat(german.html().selectFirst("html").attr("lang")).isEqualTo("de");

        Page stopped = KeycloakLogin.signIn(
                reopened(user.stopBefore(uri -> uri.getHost().equals("127.0.0.1"))), ANNA);

        assertThat(stopped.status()).isEqualTo(302);
        assertThat(stopped.location().toString())
                .startsWith(app.url("/callback").toString());
        assertThat(app.received()).isEmpty();
    }

    @Test
    void attributesOfAnyNameAreKept() {
        assertThat(realm.user(annaId).at("/attributes/immutableId/0").asText()).isEqualTo("ünïcode ✓");
    }

    @Test
    void refusedAdministrationSaysWhy() {
        assertThatThrownBy(() -> realm.createUser(ANNA))
                .isInstanceOf(Admin.AdminException.class)
                .hasMessageContaining("409")
                .hasMessageContaining("User exists");
    }

    @Test
    void signsInWithChromium() {
        try (Chromium chromium = Chromium.open()) {
            com.microsoft.playwright.Page page = chromium.newPage();
            page.navigate(authorization("form_post").toString());
            assertThat(Files.exists(Chromium.screenshot(page, "house sign-in"))).isTrue();
            Chromium.axe(page);

            KeycloakLogin.signIn(page, ANNA);
            page.waitForURL(app.url("/callback").toString());

            assertThat(page.title()).isEqualTo("Arrived");
            assertThat(app.received())
                    .singleElement()
                    .satisfies(received -> assertThat(received.parameters()).containsKey("code"));
            chromium.assertNoProblems();
        }
    }

    @Test
    void complaintsOfTheBrowserAndBreachesOfAccessibilityAreSeen() {
        try (Chromium chromium = Chromium.open()) {
            com.microsoft.playwright.Page page = chromium.newPage();
            page.navigate(app.url("/").toString());
            page.setContent("<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'none'\">"
                    + "<img src=\"data:,\"><script>1</script>");

            assertThatThrownBy(chromium::assertNoProblems).hasMessageContaining("Content Security Policy");
            assertThatThrownBy(() -> Chromium.axe(page)).hasMessageContaining("image-alt");
        }
    }

    private Page reopened(WebUser person) {
        return person.get(authorization("query"));
    }

    private String clientId() {
        return "app-" + app.url("").getPort();
    }

    private URI authorization(String responseMode) {
        Map<String, String> query = Map.of(
                "client_id",
                clientId(),
                "redirect_uri",
                app.url("/callback").toString(),
                "response_type",
                "code",
                "response_mode",
                responseMode,
                "scope",
                "openid",
                "state",
                "a b&c");
        return realm.url("protocol/openid-connect/auth?" + FormEncoding.encode(query));
    }
}
