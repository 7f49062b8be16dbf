package io.bloksec.keycloak.it.badge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.bloksec.keycloak.it.house.ApplicationSite;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A workstation in a browser, for each test that uses one: its realm, an application on another site, and what people do there. */
abstract class KioskPages {

    static final String WARD = "urn:ward:app";

    static BadgeRealm ward;
    static ApplicationSite app;
    private static int persons;

    /** Of people who have one. */
    static final Map<String, PaperBadge> badges = new HashMap<>();

    Chromium chromium;
    Page page;

    @BeforeAll
    static void create() throws IOException {
        ward = BadgeRealm.create("kiosk-page");
        ward.realm.update(json -> json.put("displayName", "Northwind Hospital")
                .put("loginTheme", "bloksec")
                .put("internationalizationEnabled", true)
                .put("defaultLocale", "en")
                .putArray("supportedLocales")
                .add("en")
                .add("de"));
        app = new ApplicationSite(
                ward.realm.url("protocol/wsfed").toString(), WARD, "127.0.0.1", "ward", ApplicationSite.LAX);
        ward.addFlow("blokbadge-kiosk");
        add(WARD, app);
        ward.realm.admin().put(ward.realm.path("blokbadge/kiosks/client"), Map.of("flow", "BlokBadge only"));
    }

    /** With its settings as attributes. */
    static void add(String id, ApplicationSite application) {
        add(id, application, "attributes", Map.of("wsfed.signout.url", application.url()));
    }

    static void add(String id, ApplicationSite application, String settings, Object value) {
        ward.realm.createClient(Map.of(
                "clientId", id, "protocol", "wsfed", "redirectUris", List.of(application.url()), settings, value));
        ward.useFlow(id, "BlokBadge at workstations");
    }

    @AfterAll
    static void remove() {
        ward.close();
        app.close();
    }

    @BeforeEach
    void open() {
        chromium = Chromium.open();
        page = chromium.newPage();
    }

    @AfterEach
    void close() {
        chromium.close();
        app.comesBack = true;
    }

    /** Nothing of the person before: sessions, cookies, windows with their history. */
    void nothingIsLeftOf(String id, String who, Page work) {
        Poll.until("the window to be closed", Duration.ofSeconds(10), work::isClosed);
        Assertions.assertThat(app.people()).as("sessions of the application").doesNotContain(who);
        Assertions.assertThat(ward.sessions(id)).as("sessions here").isZero();
        Assertions.assertThat(chromium.context().cookies(app.url())).noneMatch(cookie -> cookie.name.equals("ward"));
        Assertions.assertThat(chromium.context().cookies(ward.realm.url().toString()))
                .noneMatch(
                        cookie -> cookie.name.startsWith("KEYCLOAK_IDENTITY") || cookie.name.equals("BLOKBADGE_LEFT"));
    }

    /** With a badge and its PIN, and no session: choosing the PIN has opened one elsewhere. */
    static PaperBadge active(String person) {
        PaperBadge badge = ward.active(person);
        ward.endSessions(person);
        badges.put(person, badge);
        return badge;
    }

    /** Signed in, with the application open in its window. */
    Page work(String person) {
        PaperBadge badge = active(person);
        pair(Map.of("name", "Ward", "start", app.url(), "idleMinutes", 2));
        scan(badge);
        assertThat(page.locator("#blokbadge-digits")).isVisible();
        Page work = page.waitForPopup(this::pin);
        assertThat(work.locator("#who")).isVisible();
        return work;
    }

    JsonNode pair(Map<String, Object> kiosk) {
        JsonNode made = ward.realm.admin().post(ward.realm.path("blokbadge/kiosks"), kiosk);
        page.navigate(address() + "?forget");
        inspect("kiosk-pair");
        page.locator("#blokbadge-code").fill(made.get("code").asText());
        press("Register this browser");
        assertThat(page.locator("#blokbadge-paired")).isVisible();
        inspect("kiosk-paired");
        press("Continue");
        assertThat(page.locator("#blokbadge-text")).isVisible();
        return made;
    }

    static String address() {
        return ward.realm.url("blokbadge/kiosk").toString();
    }

    /** Once the page asks for it, as people do. */
    void scan(PaperBadge badge) {
        assertThat(page.locator("#blokbadge-text")).isVisible();
        page.locator("#blokbadge-text").pressSequentially(badge.text);
    }

    void pin() {
        type(BadgeRealm.PIN);
        goOn();
        assertThat(page.locator("#blokbadge-shift .blokbadge-person")).isVisible();
        // The person is there before the script runs; the field comes with it, and from then on it counts the time.
        assertThat(page.locator("#blokbadge-text")).isVisible();
    }

    void type(String pin) {
        page.locator("#blokbadge-digits").fill(pin);
        page.keyboard().press("Enter");
    }

    /** Past what the person is told the first time. */
    void goOn() {
        page.locator("#blokbadge-continue").click();
    }

    void says(String text) {
        assertThat(page.locator("#blokbadge-alert")).hasText(text);
    }

    void press(String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
    }

    static String person(String first, String last) {
        return ward.realm.createUser(
                UserSpec.named("person" + ++persons + "@ward.example").name(first, last));
    }

    void inspect(String name) {
        Chromium.screenshot(page, name);
        Chromium.axe(page);
    }
}
