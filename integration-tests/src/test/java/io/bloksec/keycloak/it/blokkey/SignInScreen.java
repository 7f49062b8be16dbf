package io.bloksec.keycloak.it.blokkey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.bloksec.keycloak.it.house.Poll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Exists to be the person in front of the sign-in page: reads what is on it, types and presses, and knows no route. */
final class SignInScreen {

    static final String WAITING = "Open BlokKey on your phone. We are waiting for your answer.";
    static final String EXPIRED = "There was no answer in time.";

    /** More than a page waits on one line. */
    private static final double LIMIT = 45_000;

    final Page page;
    private final List<String> arrivals = new ArrayList<>();

    SignInScreen(Page page) {
        this.page = page;
        // The application is not on this machine: that the browser asks for it is all there is to see.
        page.onRequest(request -> {
            if (request.url().startsWith(BlokKeyRealm.CALLBACK)) {
                arrivals.add(request.url());
            }
        });
    }

    /** A new tab at the application's door. */
    static SignInScreen open(BlokKeyRealm realm, BrowserContext browser, String... parameters) {
        SignInScreen screen = new SignInScreen(browser.newPage());
        screen.page.navigate(realm.authorization(BlokKeyRealm.APP, parameters).toString());
        return screen;
    }

    SignInScreen name(String name) {
        page.fill("#username", name);
        press("Continue");
        return this;
    }

    void press(String button) {
        button(button).click();
    }

    /** On Keycloak's list of other ways. */
    void choose(String way) {
        page.click("#try-another-way");
        page.locator("li [role=button]:has(h2)")
                .filter(new Locator.FilterOptions().setHasText(way))
                .click();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** As soon as there is one. */
    String number() {
        Locator number = page.locator("#blokkey-number");
        assertThat(number).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(LIMIT));
        assertThat(number).not().isEmpty();
        return number.innerText();
    }

    SignInScreen says(String text) {
        assertThat(page.locator("#blokkey-status"))
                .hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(LIMIT));
        return this;
    }

    SignInScreen isTitled(String title) {
        assertThat(page.locator("#kc-page-title"))
                .hasText(title, new LocatorAssertions.HasTextOptions().setTimeout(LIMIT));
        return this;
    }

    /** The code that is on the screen, as a camera sees it: it looks until it can read one. */
    String code() {
        assertThat(page.locator("#blokkey-qr svg"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(LIMIT));
        return Poll.value(
                "a readable code",
                Duration.ofMillis((long) LIMIT),
                () -> QrReader.photograph(page.locator("#blokkey-qr").screenshot()));
    }

    /** The browser goes to the application, with what Keycloak gives it. */
    void hasArrived() {
        page.waitForCondition(
                () -> arrivals.stream().anyMatch(address -> address.contains("code=")),
                new Page.WaitForConditionOptions().setTimeout(LIMIT));
    }
}
