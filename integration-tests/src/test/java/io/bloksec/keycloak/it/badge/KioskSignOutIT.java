package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.Cookie;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one browser remembers of whoever used it last, and how that ends. */
class KioskSignOutIT {

    private static BadgeRealm ward;
    private static int persons;

    @BeforeAll
    static void create() {
        ward = BadgeRealm.create("kiosk-sign-out");
        ward.realm.admin().put(ward.realm.path("blokbadge/kiosks/client"), Map.of("flow", "BlokBadge only"));
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
        WebUser browser = BadgeRealm.browser();
        goOn(ward.page(browser).signIn(jane, BadgeRealm.PIN));
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
        WebUser browser = BadgeRealm.browser();
        goOn(ward.page(browser).signIn(jane, BadgeRealm.PIN));
        int before = sessions(person);
        String ticket = ward.page(browser).scan(robin).get("ticket").asText();
        URI out = ward.realm.url("blokbadge/kiosk/sign-out");
        browser.post(out, Map.of("ticket", "A".repeat(43)));
        new WebUser().post(out, Map.of("ticket", ticket));
        assertThat(sessions(person)).isEqualTo(before);
        browser.post(out, Map.of("ticket", ticket));
        assertThat(sessions(person)).isEqualTo(before - 1);
    }

    /** Keycloak's session may end by itself: the next person scans, and nothing is asked before the applications have been visited. */
    @Test
    void whatIsLeftOutlivesTheSession() {
        String person = person();
        PaperBadge jane = ward.active(person);
        PaperBadge robin = ward.active(person());
        WebUser browser = BadgeRealm.browser();
        goOn(ward.page(browser).signIn(jane, BadgeRealm.PIN));
        JsonNode in = here(browser, "");
        assertThat(in.path("signedIn").asBoolean()).isTrue();
        endSessions(person);
        assertThat(here(browser, "").path("signedIn").asBoolean(true)).isFalse();
        assertThat(here(browser, "").path("ticket")).isEqualTo(in.path("ticket"));

        assertThat(ward.page(browser).scan(jane).path("next").asText())
                .as("what is left is her own")
                .isEqualTo("pin");
        JsonNode answer = ward.page(browser).scan(robin);
        assertThat(answer.path("next").asText()).isEqualTo("switch");
        Page ended = browser.get(URI.create(answer.get("signOut").asText()));
        assertThat(ended.uri().getPath()).endsWith("/blokbadge/kiosk/out");
        assertThat(here(browser, "")).isEmpty();
        assertThat(ward.page(browser).scan(robin).path("next").asText()).isEqualTo("pin");
    }

    /** A cookie that nobody can read is somebody's. */
    @Test
    void whatCannotBeReadIsSomebodysToo() {
        PaperBadge jane = ward.active(person());
        WebUser browser = BadgeRealm.browser();
        goOn(ward.page(browser).signIn(jane, BadgeRealm.PIN));
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
        WebUser browser = BadgeRealm.browser();
        goOn(ward.page(browser).signIn(jane, BadgeRealm.PIN));
        int before = sessions(person);
        for (String more : List.of("sign-out", "sign-out?ticket=", "sign-out?ticket=AAAA", "sign-out/on")) {
            Page answer = browser.get(ward.realm.url("blokbadge/kiosk/" + more));
            assertThat(answer.uri().getPath()).as(more).endsWith("/blokbadge/kiosk");
        }
        assertThat(sessions(person)).isEqualTo(before);
    }

    /** Whoever signs in anew is the same person: a page that was opened before still ends it. */
    @Test
    void theTicketIsThePersons() {
        String person = person();
        PaperBadge jane = ward.active(person);
        WebUser browser = BadgeRealm.browser();
        goOn(ward.page(browser).signIn(jane, BadgeRealm.PIN));
        String ticket = here(browser, "").path("ticket").asText();
        endSessions(person);
        goOn(ward.page(browser).signIn(jane, BadgeRealm.PIN));
        assertThat(here(browser, "").path("ticket").asText()).isEqualTo(ticket);
        browser.get(ward.realm.url("blokbadge/kiosk/sign-out?ticket=" + ticket));
        assertThat(sessions(person)).isZero();
    }

    private static JsonNode here(WebUser browser, String ticket) {
        try {
            return new ObjectMapper()
                    .readTree(browser.post(
                                    ward.realm.url("blokbadge/kiosk/here"), Map.of("ticket", ticket, "there", "true"))
                            .body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void endSessions(String person) {
        for (JsonNode each : ward.realm.admin().get(ward.realm.path("users/" + person + "/sessions"))) {
            ward.realm
                    .admin()
                    .delete(ward.realm.path("sessions/" + each.get("id").asText()));
        }
    }

    /** Past what the person is told first. */
    private static Page goOn(Page page) {
        return page.has("#blokbadge-notice")
                ? page.form("#blokbadge-notice form").submit("step", "continue")
                : page;
    }

    private static int sessions(String user) {
        return ward.realm
                .admin()
                .get(ward.realm.path("users/" + user + "/sessions"))
                .size();
    }

    private static String person() {
        return ward.person("person" + ++persons);
    }
}
