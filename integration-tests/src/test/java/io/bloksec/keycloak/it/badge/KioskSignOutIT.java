package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Cookie;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.TestRealm;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one browser remembers of whoever used it last, and how that ends. */
class KioskSignOutIT {

    private static final String KEEPS = "https://house.example/sign-out";

    private static BadgeRealm ward;
    private static int persons;

    @BeforeAll
    static void create() {
        ward = BadgeRealm.create("kiosk-sign-out");
        ward.realm.admin().put(ward.realm.path("blokbadge/kiosks/client"), Map.of("flow", "BlokBadge only"));
        ward.realm.createClient(
                Map.of("clientId", "other", "publicClient", true, "redirectUris", List.of(BadgeRealm.CALLBACK)));
    }

    @AfterAll
    static void remove() {
        ward.close();
    }

    /** Somebody else's session, and a badge of the house: no PIN before it has ended. */
    @Test
    void noPinWhileSomebodyElseIsSignedIn() {
        PaperBadge jane = ward.active(person());
        PaperBadge robin = ward.active(person());
        WebUser browser = with(jane);
        BadgePage page = ward.page(browser);
        JsonNode answer = page.scan(robin);
        assertThat(answer.path("next").asText()).isEqualTo("switch");
        assertThat(answer.has("epoch")).isFalse();
        assertThat(page.call("answer", "token", PaperBadge.base64url(new byte[32]))
                        .path("refused")
                        .asText())
                .isEqualTo("STALE");

        URI out = ward.realm.url("blokbadge/kiosk/sign-out");
        // A page of somebody else's that would like to sign people out.
        browser.get(URI.create(out + "?ticket=" + "A".repeat(43)));
        browser.get(URI.create(out + "?ticket="));
        assertThat(ward.page(browser).scan(robin).path("next").asText()).isEqualTo("switch");

        Page ended = browser.get(URI.create(answer.get("signOut").asText()));
        assertThat(ended.uri().getPath()).endsWith("/blokbadge/kiosk/out");
        assertThat(ward.page(browser).scan(robin).path("next").asText()).isEqualTo("pin");
    }

    /** As when an application keeps the browser. */
    @Test
    void theSessionEndsAtOnceWithItsTicketOnly() {
        String person = person();
        PaperBadge jane = ward.active(person);
        PaperBadge robin = ward.active(person());
        WebUser browser = with(jane);
        int before = ward.sessions(person);
        String ticket = ward.page(browser).scan(robin).get("ticket").asText();
        URI out = ward.realm.url("blokbadge/kiosk/sign-out");
        browser.post(out, Map.of("ticket", "A".repeat(43)));
        new WebUser().post(out, Map.of("ticket", ticket));
        assertThat(ward.sessions(person)).isEqualTo(before);
        browser.post(out, Map.of("ticket", ticket));
        assertThat(ward.sessions(person)).isEqualTo(before - 1);
        ward.realm.awaitEvent(event -> event.type().equals("LOGOUT")
                && person.equals(event.userId())
                && "true".equals(event.detail("blokbadge_forced")));
    }

    /** Keycloak's session may end by itself: the next person scans, and nothing is asked before the applications have been visited. */
    @Test
    void whatIsLeftOutlivesTheSession() {
        String person = person();
        PaperBadge jane = ward.active(person);
        PaperBadge robin = ward.active(person());
        WebUser browser = with(jane);
        JsonNode in = here(browser);
        assertThat(in.path("signedIn").asBoolean()).isTrue();
        ward.endSessions(person);
        assertThat(here(browser).path("signedIn").asBoolean(true)).isFalse();
        assertThat(here(browser).path("ticket")).isEqualTo(in.path("ticket"));

        assertThat(ward.page(browser).scan(jane).path("next").asText())
                .as("what is left is her own")
                .isEqualTo("pin");
        JsonNode answer = ward.page(browser).scan(robin);
        assertThat(answer.path("next").asText()).isEqualTo("switch");
        Page ended = browser.get(URI.create(answer.get("signOut").asText()));
        assertThat(ended.uri().getPath()).endsWith("/blokbadge/kiosk/out");
        assertThat(here(browser)).isEmpty();
        assertThat(ward.page(browser).scan(robin).path("next").asText()).isEqualTo("pin");
    }

    /** A cookie that nobody can read is somebody's. */
    @Test
    void whatCannotBeReadIsSomebodysToo() {
        PaperBadge jane = ward.active(person());
        WebUser browser = with(jane);
        Cookie left = browser.cookies().stream()
                .filter(each -> each.name().equals("BLOKBADGE_LEFT"))
                .findFirst()
                .orElseThrow();
        assertThat(left.httpOnly()).isTrue();
        WebUser other = BadgeRealm.browser();
        other.keepCookie(new Cookie(
                left.name(), "garbage", left.host(), true, left.path(), false, true, left.sameSite(), left.expires()));
        assertThat(ward.page(other).scan(jane).path("next").asText()).isEqualTo("switch");
    }

    /** Nobody is told that a session has ended which has not. */
    @Test
    void aWrongTicketEndsNothingAndSaysNothing() {
        String person = person();
        PaperBadge jane = ward.active(person);
        WebUser browser = with(jane);
        int before = ward.sessions(person);
        for (String more : List.of("sign-out", "sign-out?ticket=", "sign-out?ticket=AAAA", "sign-out/on")) {
            Page answer = browser.get(ward.realm.url("blokbadge/kiosk/" + more));
            assertThat(answer.uri().getPath()).as(more).endsWith("/blokbadge/kiosk");
        }
        assertThat(ward.sessions(person)).isEqualTo(before);
    }

    /** Whoever signs in anew is the same person: a page that was opened before still ends it. */
    @Test
    void theTicketIsThePersons() {
        String person = person();
        PaperBadge jane = ward.active(person);
        WebUser browser = with(jane);
        String ticket = here(browser).path("ticket").asText();
        ward.endSessions(person);
        BadgePage.goOn(ward.page(browser).signIn(jane, BadgeRealm.PIN));
        assertThat(here(browser).path("ticket").asText()).isEqualTo(ticket);
        browser.get(ward.realm.url("blokbadge/kiosk/sign-out?ticket=" + ticket));
        assertThat(ward.sessions(person)).isZero();
    }

    /** Somebody signs in otherwise, where somebody else has left something: not all that is left is the last one's own. */
    @Test
    void whatIsLeftOfSomebodyBesideIsNotForgotten() {
        String person = person();
        WebUser browser = with(ward.active(person));
        String ticket = here(browser).path("ticket").asText();
        ward.endSessions(person);
        String name = "beside";
        PaperBadge robin = ward.active(ward.person(name));
        KeycloakLogin.signIn(browser.get(otherWay("")), name, name + "-password");
        JsonNode now = here(browser);
        assertThat(now.path("signedIn").asBoolean()).isTrue();
        assertThat(now.path("ticket").asText()).isNotEqualTo(ticket);
        JsonNode answer = ward.page(browser).scan(robin);
        assertThat(answer.path("next").asText()).isEqualTo("switch");
        browser.get(URI.create(answer.get("signOut").asText()));
        assertThat(ward.page(browser).scan(robin).path("next").asText()).isEqualTo("pin");
    }

    /** By which the page sees that a sign-out moves. */
    @Test
    void thePageIsToldTheStepOfASignOut() {
        String person = person();
        PaperBadge jane = ward.active(person);
        WebUser browser = with(jane);
        assertThat(here(browser).path("step").asText()).isEqualTo("session");
        ward.endSessions(person);
        assertThat(here(browser).path("step").isNull()).isTrue();
    }

    /** In a browser of one window nothing of ours runs while the provider keeps it; it is asked once. */
    @Test
    void anIdentityProviderThatKeepsTheBrowserIsPassedOver() {
        try (TestRealm house = TestRealm.create("house")) {
            UserSpec jane = UserSpec.named("jane@house.example").name("Jane", "Doe");
            house.createUser(jane);
            house.createClient(Map.of(
                    "clientId",
                    "ward",
                    "secret",
                    "the-wards-secret",
                    "redirectUris",
                    List.of(ward.realm.url("broker/house/endpoint").toString())));
            String openId = house.url("protocol/openid-connect/").toString();
            ward.realm
                    .admin()
                    .send(
                            "POST",
                            ward.realm.path("identity-provider/instances"),
                            Map.of(
                                    "alias",
                                    "house",
                                    "providerId",
                                    "oidc",
                                    "config",
                                    Map.of(
                                            "clientId",
                                            "ward",
                                            "clientSecret",
                                            "the-wards-secret",
                                            "clientAuthMethod",
                                            "client_secret_post",
                                            "defaultScope",
                                            "openid profile email",
                                            "authorizationUrl",
                                            openId + "auth",
                                            "tokenUrl",
                                            openId + "token",
                                            "userInfoUrl",
                                            openId + "userinfo",
                                            "logoutUrl",
                                            KEEPS)));
            WebUser browser = new WebUser().stopBefore(uri -> uri.getScheme().equals("https"));
            Page form = browser.get(otherWay("&kc_idp_hint=house"));
            Page in = KeycloakLogin.signIn(form, jane);
            assertThat(in.isRedirect()).as(in.text()).isTrue();

            URI out = ward.realm.url("blokbadge/kiosk/sign-out?ticket="
                    + here(browser).path("ticket").asText());
            assertThat(browser.get(out).location().toString()).startsWith(KEEPS);
            Page ended = browser.get(out);
            assertThat(ended.uri().getPath()).as(ended.toString()).endsWith("/blokbadge/kiosk/out");
            assertThat(here(browser)).isEmpty();
        }
    }

    /** By https Keycloak's own cookie goes with a form that another site sends, and what the browser remembers does not. */
    @Test
    void anotherSiteMakesTheBrowserForgetNothing() {
        PaperBadge jane = ward.active(person());
        WebUser browser = with(jane);
        WebUser sent = BadgeRealm.browser().header("Sec-Fetch-Site", "cross-site");
        browser.cookies().stream()
                .filter(each -> !each.name().equals("BLOKBADGE_LEFT"))
                .forEach(sent::keepCookie);
        assertThat(here(sent).path("signedIn").asBoolean())
                .as("Keycloak's cookie counts")
                .isTrue();
        sent.post(
                ward.realm.url("protocol/openid-connect/auth"),
                Map.of(
                        "client_id",
                        "blokbadge-kiosk",
                        "response_type",
                        "code",
                        "scope",
                        "openid",
                        "redirect_uri",
                        ward.realm.url("blokbadge/kiosk/in").toString()));
        assertThat(sent.hasCookie("BLOKBADGE_LEFT")).isFalse();
        sent.header("Sec-Fetch-Site", "same-origin");
        here(sent);
        assertThat(sent.hasCookie("BLOKBADGE_LEFT")).isTrue();
    }

    /** A sign-in at an application that asks for no badge. */
    private static URI otherWay(String more) {
        return ward.realm.url(
                "protocol/openid-connect/auth?client_id=other&response_type=code&scope=openid&redirect_uri="
                        + BadgeRealm.CALLBACK + more);
    }

    /** Who is here, as the page asks. */
    private static JsonNode here(WebUser browser) {
        return BadgePage.json(
                browser.post(ward.realm.url("blokbadge/kiosk/here"), Map.of("ticket", "", "there", "true")));
    }

    /** In which the badge's holder has signed in. */
    private static WebUser with(PaperBadge badge) {
        WebUser browser = BadgeRealm.browser();
        BadgePage.goOn(ward.page(browser).signIn(badge, BadgeRealm.PIN));
        return browser;
    }

    private static String person() {
        return ward.person("person" + ++persons);
    }
}
