package io.bloksec.keycloak.it.wsfed;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitUntilState;
import io.bloksec.keycloak.it.house.ApplicationSite;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A sign-out as a person sees it, with three applications on three sites: one whose cookie goes into frames, one whose cookie does not, one that
 * comes back. Once in a browser that lets other sites' cookies through, once in one that blocks them.
 */
class SignOutSitesIT {

    private static final LocatorAssertions.IsVisibleOptions VISIBLE =
            new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);
    private static final LocatorAssertions.HasTextOptions PATIENT =
            new LocatorAssertions.HasTextOptions().setTimeout(30_000);

    private static WsFedRealm wsfed;
    private static ApplicationSite open;
    private static ApplicationSite lax;
    private static ApplicationSite comingBack;

    private Chromium chromium;
    private Page page;

    @BeforeAll
    static void createRealm() throws IOException {
        wsfed = WsFedRealm.create("sites");
        wsfed.realm.update(json -> json.put("internationalizationEnabled", true)
                .put("defaultLocale", "en")
                .putArray("supportedLocales")
                .add("en")
                .add("de"));
        open = site("open", ApplicationSite.NONE, "frame");
        lax = site("lax", ApplicationSite.LAX, "frame");
        comingBack = site("back", ApplicationSite.LAX, "redirect");
    }

    @AfterAll
    static void removeRealm() {
        List.of(open, lax, comingBack).forEach(ApplicationSite::close);
        wsfed.close();
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
        lax.silent = false;
        List.of(open, lax, comingBack).forEach(site -> site.people().clear());
    }

    @Test
    void whereCookiesGoIntoFrames() {
        signInEverywhere(Chromium.openWithCookiesOfOtherSites());

        page.navigate(wsfed.endpoint() + "?wa=wsignout1.0");

        isSignedOut();
        Assertions.assertThat(open.people()).isEmpty();
        Assertions.assertThat(comingBack.people()).isEmpty();
        Assertions.assertThat(lax.people())
                .as("a Lax cookie goes into another site's frame in no browser")
                .hasSize(1);
        chromium.assertNoProblems();
    }

    @Test
    void whereTheBrowserBlocksThemOnlyTheRedirectReaches() {
        signInEverywhere(Chromium.open());

        page.navigate(wsfed.endpoint() + "?wa=wsignout1.0");

        isSignedOut();
        Assertions.assertThat(comingBack.people()).isEmpty();
        Assertions.assertThat(open.people()).as("its cookie was blocked").hasSize(1);
        Assertions.assertThat(lax.people()).hasSize(1);
    }

    /** One does not answer, so the page stays, says so, and offers what works in every browser. */
    @Test
    void thePageSaysWhatBecameOfEachAndWhatToDo() {
        signInEverywhere(Chromium.open());
        lax.silent = true;

        page.navigate(
                wsfed.endpoint() + "?wa=wsignout1.0", new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));

        assertThat(state("open")).hasText("was asked", PATIENT);
        assertThat(state("lax")).hasText("does not answer", PATIENT);
        Chromium.screenshot(page, "wsfed-sign-out");
        Chromium.axe(page);
        Assertions.assertThat(open.people()).hasSize(1);

        lax.silent = false;
        for (ApplicationSite site : List.of(open, lax)) {
            Page there = page.waitForPopup(() -> line(site.id().substring("urn:site:".length()))
                    .getByRole(AriaRole.LINK)
                    .click());
            assertThat(there.getByText("Signed out here.")).isVisible();
            Assertions.assertThat(site.people()).isEmpty();
            there.close();
        }
        page.locator("#wsfed-onward").focus();
        page.keyboard().press("Enter");
        isSignedOut();
        Assertions.assertThat(comingBack.people()).isEmpty();
    }

    @Test
    void theQuestionBeforeIt() {
        wsfed.realm.update(realm -> realm.withObject("/attributes").put("wsfed.signout.confirm", "true"));
        try {
            signInEverywhere(Chromium.open());
            page.navigate(wsfed.endpoint() + "?wa=wsignout1.0&wreply=" + comingBack.url());
            assertThat(page.getByText("Sign out?")).isVisible();
            Chromium.screenshot(page, "wsfed-sign-out-confirm");
            Chromium.axe(page);
            page.getByRole(AriaRole.BUTTON).press("Enter");

            // The application that asked for it sends whoever has no session to sign in.
            assertThat(page.locator("#kc-form-login")).isVisible(VISIBLE);
            Assertions.assertThat(comingBack.people()).isEmpty();
        } finally {
            wsfed.realm.update(realm -> realm.withObject("/attributes").put("wsfed.signout.confirm", ""));
        }
    }

    private void signInEverywhere(Chromium browser) {
        chromium = browser;
        page = chromium.newPage();
        page.navigate(open.url());
        KeycloakLogin.signIn(page, WsFedRealm.ANA);
        for (ApplicationSite site : List.of(open, lax, comingBack)) {
            page.navigate(site.url());
            assertThat(page.locator("#who")).hasText(WsFedRealm.ANA.username());
        }
    }

    private void isSignedOut() {
        assertThat(page.getByText("You are logged out").first()).isVisible(VISIBLE);
    }

    private Locator line(String name) {
        return page.locator("#wsfed-sign-out li").filter(new Locator.FilterOptions().setHasText(name));
    }

    private Locator state(String name) {
        return line(name).locator(".wsfed-state");
    }

    private static ApplicationSite site(String name, String sameSite, String by) throws IOException {
        ApplicationSite site = new ApplicationSite(
                wsfed.endpoint().toString(), "urn:site:" + name, name + ".localhost", "session", sameSite);
        wsfed.createClient(Map.of(
                "clientId",
                site.id(),
                "name",
                name,
                "redirectUris",
                List.of(site.url()),
                "attributes",
                Map.of("wsfed.signout.url", site.url(), "wsfed.signout.by", by)));
        return site;
    }
}
