package io.bloksec.keycloak.it.themes;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.bloksec.keycloak.it.house.ChildTheme;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The login theme: it can be used by everyone, shows what a realm chose, and nothing that only looks like a choice. */
class ThemeIT {

    private static final String LOGO = "<svg xmlns='http://www.w3.org/2000/svg' width='220' height='56'>"
            + "<circle cx='28' cy='28' r='24' fill='#0f6e78'/>"
            + "<path d='M24 16h8v8h8v8h-8v8h-8v-8h-8v-8h8z' fill='#fff'/>"
            + "<text x='62' y='37' font-family='sans-serif' font-size='26' font-weight='700' fill='#123'>Northwind</text></svg>";

    /** What is too small for a thumb; the box of a tick box is its label. */
    private static final String SMALL_TARGETS = "[...document.querySelectorAll('a, button, select, input')]"
            + ".map(e => e.type === 'checkbox' ? e.closest('label') : e)"
            + ".filter(e => e.offsetParent !== null && e.getBoundingClientRect().height < 43.5)"
            + ".map(e => e.outerHTML)";

    private static ThemedRealm themed;

    @BeforeAll
    static void createRealm() {
        themed = new ThemedRealm("theme");
    }

    @AfterAll
    static void removeRealm() {
        themed.close();
    }

    @AfterEach
    void takeBack() {
        themed.choose(null, null);
        themed.realm.update(json -> json.put("loginTheme", "bloksec").put("internationalizationEnabled", false));
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void signInAndErrorPageForEveryone(ColorScheme scheme) {
        String suffix = scheme.name().toLowerCase();
        try (Chromium chromium = Chromium.open(new Browser.NewContextOptions().setColorScheme(scheme))) {
            com.microsoft.playwright.Page page = chromium.newPage();
            inspect(page, themed.loginPage(), "theme-login-" + suffix);
            page.fill("#username", "nobody");
            page.fill("#password", "wrong");
            page.click("#kc-login");
            page.waitForSelector("#input-error-username");
            Chromium.axe(page);
            Chromium.screenshot(page, "theme-login-refused-" + suffix);
            inspect(page, themed.errorPage(), "theme-error-" + suffix);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 360})
    void onASmallScreen(int width) {
        themed.speak("en", "de", "fr");
        Browser.NewContextOptions phone =
                new Browser.NewContextOptions().setViewportSize(width, 740).setReducedMotion(ReducedMotion.REDUCE);
        try (Chromium chromium = Chromium.open(phone)) {
            com.microsoft.playwright.Page page = chromium.newPage();
            inspect(page, themed.loginPageIn("de"), "theme-login-" + width);
            assertThat(page.evaluate("getComputedStyle(document.getElementById('kc-login')).transitionDuration"))
                    .as("nothing moves for who asked for that")
                    .isEqualTo("0s");
            inspect(page, themed.errorPage(), "theme-error-" + width);
        }
    }

    @Test
    void fromRightToLeft() {
        themed.speak("ar", "en");
        themed.choose("/brand/logo.svg", "purple");
        try (Chromium chromium = Chromium.open()) {
            chromium.context().route("**/brand/logo.svg", ThemeIT::answerWithLogo);
            inspect(chromium.newPage(), themed.loginPageIn("ar"), "theme-login-right-to-left");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void withTheRealmsLogo(ColorScheme scheme) {
        themed.choose("/brand/logo.svg", "teal");
        try (Chromium chromium = Chromium.open(new Browser.NewContextOptions().setColorScheme(scheme))) {
            chromium.context().route("**/brand/logo.svg", ThemeIT::answerWithLogo);
            com.microsoft.playwright.Page page = chromium.newPage();
            inspect(page, themed.loginPage(), "theme-logo-" + scheme.name().toLowerCase());

            assertThat(page.locator(".bloksec-logo").boundingBox().y)
                    .isLessThan(page.locator("#kc-page-title").boundingBox().y);
            assertThat(page.locator(".bloksec-logo").getAttribute("alt")).isEqualTo("Northwind Hospital");
            assertThat(page.locator("#kc-header-wrapper").isVisible()).isFalse();
            chromium.assertNoProblems();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JAVASCRIPT:alert(1)//https://x.example/",
                "\"><script>alert(1)</script>",
                "https://x.example/\"><script>alert(1)</script>",
                "https://x.example/' onerror='alert(1)",
                "data:image/svg+xml,<svg onload=alert(1)>",
                "//x.example/alert(1)",
                "/\\x.example/alert(1)",
                "http://x.example/alert(1)",
                "https://x.example/\nalert(1)",
                " https://x.example/alert(1)",
                "alert(1)"
            })
    void showsNoLogoThatIsNone(String hostile) {
        themed.choose(hostile, "blue\" onclick=\"alert(1)");

        Page page = new WebUser().get(themed.loginPage());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.has("#kc-form-login")).isTrue();
        assertThat(page.has(".bloksec-logo, [class^=bloksec-]")).isFalse();
        assertThat(page.body()).doesNotContain("alert(1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cdn.example/logo.svg?v=1&w=220",
                "/brand/logo.svg",
                "https://cdn.example/%C3%A4/l%22.png"
            })
    void showsALogoThatIsOne(String logo) {
        themed.choose(logo, "green");

        Page page = new WebUser().get(themed.loginPage());

        assertThat(page.element("img.bloksec-logo").attr("src")).isEqualTo(logo);
        assertThat(page.has("span.bloksec-green[hidden]")).isTrue();
        assertThat(page.has("[style]")).isFalse();
    }

    /** Our own pages live under any theme; a company's own theme may build on this one. */
    @ParameterizedTest
    @ValueSource(strings = {"bloksec", "keycloak.v2"})
    void aThemeOfTheCompanyMayBuildOnIt(String parent) {
        try (ChildTheme theme = ChildTheme.of(parent)) {
            themed.realm.update(json -> json.put("loginTheme", theme.name()));

            Page error = new WebUser().get(themed.errorPage());

            assertThat(error.element("body").className()).isEqualTo(ChildTheme.BODY);
            assertThat(error.element("#wsfed-error").text()).contains("not registered");
            assertThat(error.has("link[href$=css/bloksec.css]")).isEqualTo(parent.equals("bloksec"));
            for (String sheet : error.html().select("link[rel=stylesheet]").eachAttr("href")) {
                assertThat(new WebUser().get(error.uri().resolve(sheet)).status())
                        .as(sheet)
                        .isEqualTo(200);
            }
        }
    }

    private static void inspect(com.microsoft.playwright.Page page, URI address, String name) {
        page.navigate(address.toString());
        Chromium.screenshot(page, name);
        Chromium.axe(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("no scrolling sideways: " + name)
                .isEqualTo(true);
        assertThat((List<?>) page.evaluate(SMALL_TARGETS))
                .as("targets under 44 px: " + name)
                .isEmpty();
    }

    private static void answerWithLogo(Route route) {
        route.fulfill(new Route.FulfillOptions().setContentType("image/svg+xml").setBody(LOGO));
    }
}
