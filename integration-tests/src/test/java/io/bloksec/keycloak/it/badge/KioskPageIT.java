package io.bloksec.keycloak.it.badge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Poll;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A workstation as a shift uses it: pair once, then scan, PIN, in; next person, next scan. */
class KioskPageIT extends KioskPages {

    @Test
    void fromPairingToTheNextPerson() {
        String janeId = person("Jane", "Doe");
        PaperBadge jane = active(janeId);
        PaperBadge robin = ward.active(person("Robin", "Berg"));
        pair(Map.of("name", "Ward 3, left", "start", app.url()));
        inspect("kiosk-scan");
        scan(jane);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Jane D.");
        Page work = page.waitForPopup(this::pin);
        String who = work.locator("#who").textContent();
        assertThat(page.locator("#blokbadge-shift")).containsText("Jane D. is signed in here");
        inspect("kiosk-shift");
        work.navigate(app.url() + "patients");
        work.navigate(app.url() + "letters");

        scan(robin);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.");
        nothingIsLeftOf(janeId, who, work);
        Page next = page.waitForPopup(this::pin);
        assertThat(next.locator("#who")).not().hasText(who);
        next.goBack();
        Assertions.assertThat(next.content()).doesNotContain(who);
        page.goBack();
        Assertions.assertThat(page.content()).doesNotContain(who);
        chromium.assertNoProblems();
    }

    /** In every look a realm may have: what can be read, reached and pressed. */
    @ParameterizedTest
    @EnumSource(
            value = BadgePageIT.Look.class,
            names = {"KEYCLOAK", "DARK", "NARROW"})
    void inEveryLook(BadgePageIT.Look look) {
        chromium.close();
        ward.realm.update(json -> json.put("loginTheme", look.theme));
        chromium = Chromium.open(
                new Browser.NewContextOptions().setColorScheme(look.scheme).setViewportSize(look.width, 900));
        page = chromium.newPage();
        page.clock().install();
        try {
            String name = "kiosk-" + look.name().toLowerCase(java.util.Locale.ROOT);
            PaperBadge badge = ward.active(person("Jane", "Doe"));
            pair(Map.of("name", "Ward 3", "start", app.url(), "idleMinutes", 2));
            inspect(name + "-scan");
            scan(badge);
            assertThat(page.locator("#blokbadge-digits")).isVisible();
            page.waitForPopup(this::pin);
            inspect(name + "-shift");
            page.clock().runFor(61_000);
            assertThat(page.locator("#blokbadge-idle")).isVisible();
            inspect(name + "-idle");
            Assertions.assertThat((List<?>) page.evaluate(BadgePageIT.SMALL_TARGETS))
                    .as("too small for a thumb")
                    .isEmpty();
            Assertions.assertThat(page.evaluate(
                            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .isEqualTo(true);
        } finally {
            ward.realm.update(json -> json.put("loginTheme", "bloksec"));
        }
    }

    /** Where the browser may tell when nobody is at the machine, work in another window is not taken for absence. */
    @Test
    void theMachineSaysWhetherSomebodyIsThere() {
        page.clock().install();
        page.navigate(address());
        CDPSession machine = page.context().newCDPSession(page);
        JsonObject allowed = new JsonObject();
        JsonArray permissions = new JsonArray();
        permissions.add("idleDetection");
        allowed.add("permissions", permissions);
        allowed.add(
                "browserContextId",
                machine.send("Target.getTargetInfo")
                        .getAsJsonObject("targetInfo")
                        .get("browserContextId"));
        machine.send("Browser.grantPermissions", allowed);
        machine.send("Emulation.setIdleOverride", userState(true));
        Assertions.assertThat(
                        page.evaluate("navigator.permissions.query({ name: 'idle-detection' }).then((is) => is.state)"))
                .isEqualTo("granted");
        page.addInitScript("""
                const start = IdleDetector.prototype.start;
                IdleDetector.prototype.start = async function (options) {
                  await start.call(this, options);
                  window.detects = true;
                };
                """);
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        // The browser starts it later than the page.
        page.waitForFunction("window.detects");
        page.clock().runFor(300_000);
        assertThat(page.locator("#blokbadge-idle")).isHidden();
        machine.send("Emulation.setIdleOverride", userState(false));
        Poll.until("the warning", Duration.ofSeconds(10), () -> {
            page.clock().runFor(1_000);
            return page.locator("#blokbadge-idle").isVisible();
        });
        machine.send("Emulation.setIdleOverride", userState(true));
        assertThat(page.locator("#blokbadge-idle")).isHidden();
        machine.send("Emulation.setIdleOverride", userState(false));
        Poll.until("the end", Duration.ofSeconds(20), () -> {
            page.clock().runFor(10_000);
            return page.locator("#blokbadge-alert").textContent().contains("Nobody was there");
        });
        nothingIsLeftOf(jane, who, work);
    }

    private static JsonObject userState(boolean active) {
        JsonObject state = new JsonObject();
        state.addProperty("isUserActive", active);
        state.addProperty("isScreenUnlocked", true);
        return state;
    }

    /** Whoever meant to scan, but only lies something before the scanner, signs nobody out. */
    @Test
    void junkEndsNoSession() {
        String jane = person("Jane", "Doe");
        work(jane);
        page.locator("#blokbadge-text").pressSequentially("BB1" + "A".repeat(64));
        says("The badge was not read well. Please scan it again.");
        PaperBadge unknown = ward.paper(ward.issue(person("Nobody", "There")));
        ward.realm
                .admin()
                .delete(ward.path(
                        ward.realm
                                .admin()
                                .get(ward.realm.path("users?lastName=There&exact=true"))
                                .get(0)
                                .get("id")
                                .asText(),
                        "/" + unknown.bid));
        scan(unknown);
        says("This badge no longer counts. Ask for a new one.");
        Assertions.assertThat(ward.sessions(jane)).isPositive();
        Assertions.assertThat(app.people()).isNotEmpty();
    }

    @Test
    void theShiftEndsByHandAndByKeyboard() {
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        assertThat(page.locator("#blokbadge-text")).isFocused();
        page.keyboard().press("Shift+Tab");
        assertThat(page.locator("#blokbadge-end")).isFocused();
        page.keyboard().press("Enter");
        says("The session of Jane D. has ended.");
        assertThat(page.locator("#blokbadge-shift")).not().containsText("Jane");
        nothingIsLeftOf(jane, who, work);
        inspect("kiosk-ended");
    }

    @Test
    void whoeverStaysAwayIsWarnedAndThenSignedOut() {
        page.clock().install();
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        page.clock().runFor(61_000);
        assertThat(page.locator("#blokbadge-idle-text"))
                .hasText("Jane D., are you still there? Your session is about to end.");
        inspect("kiosk-idle");
        assertThat(page.getByText("I am still here")).isVisible();
        page.mouse().move(40, 40);
        assertThat(page.locator("#blokbadge-idle")).isHidden();
        page.clock().runFor(61_000);
        assertThat(page.locator("#blokbadge-idle")).isVisible();
        page.clock().runFor(60_000);
        says("Nobody was there, so the session of Jane D. has ended.");
        nothingIsLeftOf(jane, who, work);
    }

    /** An application that keeps the browser at its sign-out: the session here ends all the same, and its window closes. */
    @Test
    void anApplicationThatDoesNotComeBackHoldsNobodyUp() {
        app.comesBack = false;
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        PaperBadge robin = ward.active(person("Robin", "Berg"));
        scan(robin);
        assertThat(page.locator("#blokbadge-pin [data-name]"))
                .hasText("Robin B.", new LocatorAssertions.HasTextOptions().setTimeout(20_000));
        nothingIsLeftOf(jane, who, work);
    }

    /** A browser that opens no windows: the sign-out takes this one, and the next person scans once more. */
    @Test
    void withoutWindowsEverythingHappensInOne() {
        page.addInitScript("window.open = () => null");
        String jane = person("Jane", "Doe");
        PaperBadge badge = active(jane);
        pair(Map.of("name", "One window", "start", app.url()));
        scan(badge);
        page.locator("#blokbadge-digits").fill(BadgeRealm.PIN);
        page.keyboard().press("Enter");
        goOn();
        assertThat(page.locator("#blokbadge-open")).isVisible();
        inspect("kiosk-blocked");
        page.navigate(app.url());
        String who = page.locator("#who").textContent();
        page.navigate(address());
        assertThat(page.locator("#blokbadge-shift")).containsText("Jane D. is signed in here");
        PaperBadge robin = ward.active(person("Robin", "Berg"));
        scan(robin);
        assertThat(page.locator("#blokbadge-status"))
                .hasText("The session before has ended. Please scan your badge again.");
        Assertions.assertThat(app.people()).doesNotContain(who);
        Assertions.assertThat(ward.sessions(jane)).isZero();
        scan(robin);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.");
        page.navigate(app.url());
        Assertions.assertThat(page.content()).doesNotContain(who);
    }

    @Test
    void aRevokedWorkstationEndsItsSessionsAndTakesNobody() {
        String jane = person("Jane", "Doe");
        PaperBadge badge = active(jane);
        JsonNode kiosk = pair(Map.of("name", "Stolen", "start", app.url()));
        scan(badge);
        page.waitForPopup(this::pin);
        ward.realm
                .admin()
                .delete(ward.realm.path("blokbadge/kiosks/" + kiosk.get("id").asText()));
        Assertions.assertThat(ward.sessions(jane)).isZero();
        page.navigate(address());
        scan(badge);
        says("This workstation may not be used: it is no longer registered, or not at this hour or in this network.");
        inspect("kiosk-refused");
        // The administrator makes it another one.
        JsonNode next = ward.realm
                .admin()
                .post(ward.realm.path("blokbadge/kiosks"), Map.of("name", "Recovered", "start", app.url()));
        page.navigate(address() + "?forget");
        page.locator("#blokbadge-code").fill(next.get("code").asText());
        press("Register this browser");
        press("Continue");
        scan(badge);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Jane D.");
    }

    @Test
    void whereWorkstationsAreNeededAnyOtherBrowserIsRefused() {
        ward.settings(Map.of("kiosk", "required"));
        try {
            PaperBadge badge = ward.paper(ward.issue(person("Jane", "Doe")));
            page.navigate(address());
            press("Go on without registering");
            scan(badge);
            says("This badge works at registered workstations only.");
            pair(Map.of("name", "Needed", "start", app.url()));
            scan(badge);
            assertThat(page.locator("#blokbadge-code")).isVisible();
        } finally {
            ward.settings(Map.of("kiosk", "off"));
        }
    }

    @Test
    void theKeyCannotBeTakenOut() {
        pair(Map.of("name", "Kept", "start", app.url()));
        Object taken = page.evaluate("""
                async (realm) => {
                  const db = await new Promise((done) => {
                    const open = indexedDB.open(`blokbadge-${realm}`);
                    open.onsuccess = () => done(open.result);
                  });
                  const record = await new Promise((done) => {
                    const get = db.transaction('workstation').objectStore('workstation').get('this');
                    get.onsuccess = () => done(get.result);
                  });
                  return crypto.subtle.exportKey('pkcs8', record.key).then(() => 'taken', (error) => error.name);
                }
                """, ward.id);
        Assertions.assertThat(taken).isEqualTo("InvalidAccessError");
    }

    @Test
    void aWrongCodeSaysSoAndALateOneToo() {
        page.navigate(address());
        page.locator("#blokbadge-code").fill("abc");
        press("Register this browser");
        says("A pairing code has ten letters and digits.");
        page.locator("#blokbadge-code").fill("abcde-fgh23");
        press("Register this browser");
        says("The code is wrong, or it was used, or it is more than ten minutes old. Ask for a new one.");
        inspect("kiosk-code");
    }

    /** From the scan on, the page speaks the person's language; for the next person its own again. */
    @Test
    void thePageSpeaksThePersonsLanguage() {
        String anna = person("Anna", "Kern");
        ward.realm.updateUser(
                anna, user -> user.withObject("/attributes").putArray("locale").add("de"));
        PaperBadge german = ward.active(anna);
        PaperBadge english = ward.active(person("Robin", "Berg"));
        pair(Map.of("name", "Languages", "start", app.url()));
        scan(german);
        assertThat(page.locator("#blokbadge-enter")).hasText("Anmelden");
        assertThat(page.locator("#blokbadge-status")).hasText("Ausweis gelesen: Anna K.");
        assertThat(page.locator("label[for=blokbadge-change] span")).hasAttribute("lang", "de");
        inspect("kiosk-german");
        page.locator("#blokbadge-digits").fill("00000000");
        page.keyboard().press("Enter");
        says("Die PIN war falsch.");
        page.locator("#blokbadge-pin .blokbadge-restart").click();
        assertThat(page.locator("label[for=blokbadge-text] span")).hasText("Your badge");
        scan(english);
        assertThat(page.locator("#blokbadge-enter")).hasText("Sign In");
    }

    /** Who looks up sees whose badge it is; only where the house wants it, and nothing but a picture. */
    @Test
    void thePictureIsShownWhereTheRealmSaysSo() {
        String person = person("Jane", "Doe");
        String pixel =
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        ward.realm.updateUser(
                person,
                user -> user.withObject("/attributes").putArray("picture").add("data:image/png;base64," + pixel));
        PaperBadge badge = ward.active(person);
        pair(Map.of("name", "Pictures", "start", app.url()));
        scan(badge);
        assertThat(page.locator("#blokbadge-pin [data-photo]")).isHidden();
        ward.settings(Map.of("photo", "picture"));
        try {
            page.navigate(address());
            scan(badge);
            assertThat(page.locator("#blokbadge-pin [data-photo]")).isVisible();
            ward.realm.updateUser(
                    person,
                    user -> user.withObject("/attributes").putArray("picture").add("https://tracker.example/" + pixel));
            page.navigate(address());
            scan(badge);
            assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Jane D.");
            assertThat(page.locator("#blokbadge-pin [data-photo]")).isHidden();
        } finally {
            ward.settings(Map.of("photo", ""));
        }
    }

    /** Somebody who types slowly is warned, and one key is enough to stay; after two minutes, too. */
    @Test
    void whoeverIsSlowStays() {
        page.clock().install();
        PaperBadge badge = ward.active(person("Jane", "Doe"));
        pair(Map.of("name", "Slow", "start", app.url()));
        scan(badge);
        assertThat(page.locator("#blokbadge-digits")).isVisible();
        for (int i = 0; i < 4; i++) {
            page.clock().runFor(31_000);
            says("In 15 seconds your badge is forgotten. Press any key to stay.");
            page.keyboard().press("Shift");
            says("");
        }
        page.waitForPopup(this::pin);
    }
}
