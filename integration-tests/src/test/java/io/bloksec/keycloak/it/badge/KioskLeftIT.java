package io.bloksec.keycloak.it.badge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.bloksec.keycloak.it.house.ApplicationSite;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.Poll;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the person before leaves at applications, when Keycloak's session has ended otherwise, or an application keeps the browser. */
class KioskLeftIT extends KioskPages {

    private static final String PHARMACY = "urn:ward:pharmacy";

    /** Longer than an application may keep the browser, and a busy machine. */
    private static final LocatorAssertions.HasTextOptions LONG =
            new LocatorAssertions.HasTextOptions().setTimeout(60_000);

    private static ApplicationSite pharmacy;

    @BeforeAll
    static void addPharmacy() throws IOException {
        pharmacy = new ApplicationSite(
                ward.realm.url("protocol/wsfed").toString(), PHARMACY, "127.0.0.1", "pharmacy", ApplicationSite.LAX);
        // As from the console's form.
        add(
                PHARMACY,
                pharmacy,
                "protocolMappers",
                List.of(Map.of(
                        "name",
                        "Relying party settings",
                        "protocol",
                        "wsfed",
                        "protocolMapper",
                        "wsfed-relying-party-settings",
                        "config",
                        Map.of("wsfed.signout.url", pharmacy.url()))));
    }

    @AfterAll
    static void closePharmacy() {
        pharmacy.close();
    }

    @AfterEach
    void comeBack() {
        pharmacy.comesBack = true;
    }

    /** Time, an administrator, a revoked badge or workstation: nobody is told of it at the applications. */
    private enum End {
        BY_SCAN,
        BY_HAND,
        BY_ITSELF,
        AT_THE_NEXT_START
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whenTheSessionHasEndedTheApplicationsStillHaveTo(End end) {
        page.clock().install();
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        PaperBadge robin = ward.active(person("Robin", "Berg"));
        ward.endSessions(jane);
        switch (end) {
            case BY_SCAN -> {
                scan(robin);
                assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.", LONG);
            }
            case BY_HAND -> {
                page.locator("#blokbadge-end").click();
                says("The session of Jane D. has ended.");
            }
            case BY_ITSELF -> {
                page.clock().runFor(21_000);
                says("The session of Jane D. has ended.");
            }
            case AT_THE_NEXT_START -> {
                page.navigate(address());
                says("The session of Jane D. has ended.");
            }
        }
        assertThat(page.locator("#blokbadge-shift")).not().containsText("Jane");
        nothingIsLeftOf(jane, who, work);
        if (end == End.BY_SCAN) {
            Page next = page.waitForPopup(this::pin);
            assertThat(next.locator("#who")).not().hasText(who);
        }
        chromium.assertNoProblems();
    }

    @Test
    void aRevokedBadgeIsNoticedAtTheWorkstation() {
        page.clock().install();
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        String bid = badges.get(jane).bid;
        ward.realm.admin().delete(ward.path(jane, "/" + bid));
        page.clock().runFor(21_000);
        says("The session of Jane D. has ended.");
        Assertions.assertThat(app.people()).doesNotContain(who);
        Poll.until("the window to be closed", Duration.ofSeconds(10), work::isClosed);
    }

    /** Whichever it is, the others are visited. */
    @ParameterizedTest
    @CsvSource({"true, false", "false, true", "false, false"})
    void anApplicationThatKeepsTheBrowserKeepsNoOtherOpen(boolean wardComesBack, boolean pharmacyComesBack) {
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        goTo(work, pharmacy.url());
        assertThat(work.locator("#who")).hasText(who);
        app.comesBack = wardComesBack;
        pharmacy.comesBack = pharmacyComesBack;
        PaperBadge robin = ward.active(person("Robin", "Berg"));
        scan(robin);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.", LONG);
        nothingIsLeftOf(jane, who, work);
        Assertions.assertThat(pharmacy.people()).doesNotContain(who);
        Assertions.assertThat(missing(jane))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(wardComesBack ? null : WARD, pharmacyComesBack ? null : PHARMACY)
                                .filter(Objects::nonNull)
                                .toList());
    }

    /** The applications that did not come back, as the events name them. */
    private static List<String> missing(String person) {
        return ward.realm.events().stream()
                .filter(event -> event.type().equals("LOGOUT_ERROR")
                        && "blokbadge_did_not_return".equals(event.error())
                        && person.equals(event.userId()))
                .map(Event::clientId)
                .toList();
    }

    /** Where somebody has typed an address into it, Chromium lets nobody move or close that window any more. */
    @Test
    void aWindowThatIsOutOfReachHoldsNobodyUp() {
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        work.navigate(pharmacy.url());
        assertThat(work.locator("#who")).hasText(who);
        PaperBadge robin = ward.active(person("Robin", "Berg"));
        scan(robin);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.", LONG);
        Assertions.assertThat(app.people()).doesNotContain(who);
        Assertions.assertThat(pharmacy.people()).doesNotContain(who);
        Assertions.assertThat(ward.sessions(jane)).isZero();
    }

    /** There it has to be opened again: then it goes on. */
    @Test
    void anApplicationThatKeepsTheOnlyWindowIsLeftAtTheNextStart() {
        page.addInitScript("window.open = () => null");
        String jane = person("Jane", "Doe");
        pair(Map.of("name", "One window", "start", app.url()));
        scan(active(jane));
        type(BadgeRealm.PIN);
        goOn();
        assertThat(page.locator("#blokbadge-open")).isVisible();
        page.navigate(pharmacy.url());
        page.navigate(app.url());
        String who = page.locator("#who").textContent();
        page.navigate(address());
        app.comesBack = pharmacy.comesBack = false;
        PaperBadge robin = ward.active(person("Robin", "Berg"));
        scan(robin);
        assertThat(page.getByText("Signed out here.")).isVisible();
        Assertions.assertThat(ward.sessions(jane))
                .as("ended before any application is visited")
                .isZero();
        page.navigate(address());
        assertThat(page.getByText("Signed out here.")).isVisible();
        page.navigate(address());
        assertThat(page.locator("#blokbadge-status"))
                .hasText("The session before has ended. Please scan your badge again.", LONG);
        Assertions.assertThat(app.people()).doesNotContain(who);
        Assertions.assertThat(pharmacy.people()).doesNotContain(who);
        scan(robin);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.");
    }

    /** As the guide's policies have it. What an application allows the browser to keep, it keeps: the guide says so. */
    @Test
    void whatAnApplicationLetsTheBrowserKeepIsStillThere() {
        chromium.close();
        chromium = Chromium.openWith("--test-third-party-cookie-phaseout");
        page = chromium.newPage();
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        work.navigate(app.url() + ApplicationSite.KEPT);
        PaperBadge robin = ward.active(person("Robin", "Berg"));
        scan(robin);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.", LONG);
        nothingIsLeftOf(jane, who, work);
        Page next = page.waitForPopup(this::pin);
        assertThat(next.locator("#who")).not().hasText(who);
        next.navigate(app.url() + ApplicationSite.KEPT);
        assertThat(next.locator("#who")).hasText(who);
    }

    /** A browser lets the timers of a page that is not in front sleep for a minute at a time. */
    @Test
    void timeIsCountedAndNotTicks() {
        page.clock().install();
        page.addInitScript("window.setInterval = () => 0");
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        page.clock().fastForward(61_000);
        assertThat(page.locator("#blokbadge-idle")).isVisible();
        page.clock().fastForward(61_000);
        says("Nobody was there, so the session of Jane D. has ended.");
        nothingIsLeftOf(jane, who, work);
    }

    /** Whoever works in another window does not see this page. */
    @Test
    void theWarningStandsInFront() {
        page.clock().install();
        String jane = person("Jane", "Doe");
        work(jane);
        page.evaluate("document.hasFocus = () => false");
        Page front = page.waitForPopup(() -> page.clock().fastForward(61_000));
        assertThat(front.locator("#blokbadge-front"))
                .hasText("Jane D., are you still there? Your session is about to end.");
        page.mouse().move(40, 40);
        assertThat(page.locator("#blokbadge-idle")).isHidden();
        Poll.until("the warning to go", Duration.ofSeconds(10), () -> {
            // Lets the driver hear of it.
            page.title();
            return front.isClosed();
        });
    }

    /** With one minute there is half of it without a warning. */
    @Test
    void aMinuteIsNotAllWarning() {
        page.clock().install();
        pair(Map.of("name", "Short", "start", app.url(), "idleMinutes", 1));
        scan(ward.active(person("Jane", "Doe")));
        page.waitForPopup(this::pin);
        page.clock().runFor(10_000);
        assertThat(page.locator("#blokbadge-idle")).isHidden();
        page.clock().runFor(25_000);
        assertThat(page.locator("#blokbadge-idle")).isVisible();
    }

    /** Somebody signs in anew in the other window: what this page has been given still ends it. */
    @Test
    void anOldPageEndsTheNewSession() {
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        // This page does not hear of it.
        page.route("**/kiosk/here", Route::abort);
        ward.endSessions(jane);
        app.people().clear();
        goTo(work, app.url());
        assertThat(work.locator("#blokbadge-text")).isVisible();
        work.locator("#blokbadge-text").pressSequentially(badges.get(jane).text);
        assertThat(work.locator("#blokbadge-digits")).isVisible();
        work.locator("#blokbadge-digits").fill(BadgeRealm.PIN);
        work.keyboard().press("Enter");
        assertThat(work.locator("#who")).hasText(who);
        page.unroute("**/kiosk/here");
        page.locator("#blokbadge-end").click();
        says("The session of Jane D. has ended.");
        nothingIsLeftOf(jane, who, work);
    }

    /** As by a link. */
    private static void goTo(Page window, String address) {
        window.evaluate("(address) => { location.href = address; }", address);
        window.waitForURL(url -> url.startsWith(address) || url.contains("/realms/"));
    }
}
