package io.bloksec.keycloak.it.badge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At a workstation something comes in between: the next person, a stray key, the network, slow hands, another language. */
class KioskHitchIT extends KioskPages {

    /** What the person should hear first is theirs: the scanner's Enter presses no button there. */
    @Test
    void theNextPersonsScanFinishesNobodysSignIn() {
        String jane = person("Jane", "Doe");
        PaperBadge robin = ward.active(person("Robin", "Berg"));
        atNotices(jane);
        assertThat(page.locator("#blokbadge-continue")).not().isFocused();
        page.locator("#blokbadge-continue").focus();
        page.keyboard().type(robin.text);
        page.keyboard().press("Enter");
        assertThat(page.locator("#blokbadge-text")).isFocused();
        Assertions.assertThat(ward.sessions(jane)).isZero();
        scan(robin);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.");
        page.waitForPopup(this::pin);
        Assertions.assertThat(ward.sessions(jane)).isZero();
    }

    @Test
    void whoeverLeavesAtTheNoticesIsForgotten() {
        page.clock().install();
        String jane = person("Jane", "Doe");
        atNotices(jane);
        page.clock().runFor(31_000);
        says("In 15 seconds your badge is forgotten. Press any key to stay.");
        page.keyboard().press("Shift");
        says("");
        page.clock().runFor(46_000);
        assertThat(page.locator("#blokbadge-text")).isVisible();
        Assertions.assertThat(ward.sessions(jane)).isZero();
    }

    private void atNotices(String person) {
        PaperBadge badge = active(person);
        pair(Map.of("name", "Notices", "start", app.url()));
        scan(badge);
        type(BadgeRealm.PIN);
        assertThat(page.locator("#blokbadge-notice")).isVisible();
        // Until its script has run, nothing counts the time and nothing hears a scan.
        page.waitForLoadState();
        inspect("kiosk-notice");
    }

    /** What lay in the field before, a key or half a scan, is not of the badge. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "12", "BB1AAAABBBB", "BB"})
    void aStrayKeyBeforeTheScanIsPassedOver(String before) {
        PaperBadge badge = ward.active(person("Jane", "Doe"));
        page.navigate(ward.authorization().toString());
        assertThat(page.locator("#blokbadge-text")).isVisible();
        page.keyboard().type(before);
        page.keyboard().type(badge.text);
        page.keyboard().press("Enter");
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Jane D.");
    }

    @Test
    void withoutAConnectionThePageStaysAndSaysSo() {
        PaperBadge badge = ward.active(person("Jane", "Doe"));
        pair(Map.of("name", "Offline", "start", app.url()));
        page.route("**/login-actions/**", Route::abort);
        scan(badge);
        says("There is no connection. Please try again.");
        page.unroute("**/login-actions/**");
        page.route("**/auth?**", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
        scan(badge);
        says("There is no connection. Please try again.");
        assertThat(page.locator("#blokbadge-text")).isFocused();
        page.unroute("**/auth?**");
        scan(badge);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Jane D.");
        page.route("**/login-actions/**", route -> route.fulfill(new Route.FulfillOptions().setStatus(502)));
        type(BadgeRealm.PIN);
        says("There is no connection. Please try again.");
        page.unroute("**/login-actions/**");
        page.locator("#blokbadge-pin .blokbadge-restart").click();
        assertThat(page.locator("#blokbadge-text")).isVisible();
        scan(badge);
        assertThat(page.locator("#blokbadge-digits")).isVisible();
        page.waitForPopup(this::pin);
    }

    /** Neither a sign-out is given up without a connection. */
    @Test
    void aSignOutGoesOnWhenTheConnectionIsBack() {
        String jane = person("Jane", "Doe");
        Page work = work(jane);
        String who = work.locator("#who").textContent();
        chromium.context().route("**/blokbadge/kiosk/**", Route::abort);
        page.locator("#blokbadge-end").click();
        says("There is no connection. Please try again.");
        chromium.context().unroute("**/blokbadge/kiosk/**");
        assertThat(page.locator("#blokbadge-alert"))
                .hasText(
                        "The session of Jane D. has ended.", new LocatorAssertions.HasTextOptions().setTimeout(30_000));
        nothingIsLeftOf(jane, who, work);
    }

    /** Two minutes are not enough for everybody to think of a PIN. */
    @Test
    void whoeverChoosesAPinSlowlyNeedNotBeginAgain() {
        page.clock().install();
        PaperBadge badge = ward.active(person("Jane", "Doe"));
        pair(Map.of("name", "Slow", "start", app.url()));
        scan(badge);
        page.locator("#blokbadge-change").check();
        type(BadgeRealm.PIN);
        assertThat(page.locator("#blokbadge-new")).isVisible();
        int asked = answers();
        for (int i = 0; i < 4; i++) {
            page.clock().runFor(31_000);
            page.keyboard().press("Shift");
        }
        page.locator("#blokbadge-new").fill("27182819");
        page.locator("#blokbadge-again").fill("27182819");
        page.waitForPopup(() -> {
            page.locator("#blokbadge-save").click();
            assertThat(page.locator("#blokbadge-shift .blokbadge-person")).isVisible();
        });
        Assertions.assertThat(answers()).as("the old PIN, again").isEqualTo(asked + 1);
    }

    private int answers;

    private int answers() {
        if (answers == 0) {
            page.onRequest(request -> {
                if (request.postData() != null && request.postData().contains("step=answer")) {
                    answers++;
                }
            });
            answers = 1;
        }
        return answers;
    }

    /** After somebody whose language is another, the page waits in its own; and says in theirs what is about them. */
    @Test
    void thePageWaitsInItsOwnLanguage() {
        String anna = person("Anna", "Kern");
        ward.realm.updateUser(
                anna, user -> user.withObject("/attributes").putArray("locale").add("de"));
        PaperBadge badge = ward.active(anna);
        pair(Map.of("name", "Languages", "start", app.url()));
        scan(badge);
        page.locator("#blokbadge-change").check();
        type(BadgeRealm.PIN);
        assertThat(page.locator("#blokbadge-save-label")).hasText("Speichern und anmelden");
        page.locator("#blokbadge-choose .blokbadge-restart").click();
        assertThat(page.locator("#blokbadge-text")).isVisible();
        scan(badge);
        assertThat(page.locator("#blokbadge-digits")).isVisible();
        page.waitForPopup(this::pin);
        assertThat(page.locator("label[for=blokbadge-text] span")).hasText("Your badge");
        page.reload();
        assertThat(page.locator("label[for=blokbadge-text] span")).hasText("Your badge");
        assertThat(page.locator("#blokbadge-text")).isVisible();
        scan(badge);
        assertThat(page.locator("#blokbadge-digits")).isVisible();
        for (int i = 0; i < 3; i++) {
            assertThat(page.locator("#blokbadge-digits")).isVisible();
            type("0000000" + i);
            assertThat(page.locator("#blokbadge-alert")).containsText("PIN war falsch");
        }
        assertThat(page.locator("#blokbadge-text")).isVisible();
        assertThat(page.locator("#blokbadge-alert")).hasAttribute("lang", "de");
    }

    /** Nobody at the workstation makes it any browser, in which none of its rules hold. */
    @Test
    void theWorkstationStaysOneUntilAnotherCodeIsTyped() {
        pair(Map.of("name", "Kept", "start", app.url()));
        page.navigate(address() + "?forget");
        assertThat(page.locator("#blokbadge-code")).isVisible();
        assertThat(page.locator("#blokbadge-without")).isHidden();
        page.navigate(address());
        scan(ward.active(person("Jane", "Doe")));
        assertThat(page.locator("#blokbadge-digits")).isVisible();
        Object kept = page.evaluate("""
                (realm) => new Promise((done) => {
                  indexedDB.open(`blokbadge-${realm}`).onsuccess = ({ target }) => {
                    target.result.transaction('workstation').objectStore('workstation').count().onsuccess = (count) => done(count.target.result);
                  };
                })
                """, ward.id);
        Assertions.assertThat(kept).isEqualTo(1);
    }
}
