package io.bloksec.keycloak.it.badge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.bloksec.keycloak.it.house.Chromium;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A badge in front of a camera, held as people hold it. */
class BadgeCameraIT {

    private static BadgeRealm ward;
    private static PaperBadge badge;

    @TempDir
    Path films;

    @BeforeAll
    static void create() {
        ward = BadgeRealm.create("badge-camera");
        badge = ward.active(ward.person("jane"));
    }

    @AfterAll
    static void remove() {
        ward.close();
    }

    @ParameterizedTest
    @EnumSource(BadgeFilm.Held.class)
    void itIsRead(BadgeFilm.Held held) {
        try (Chromium chromium = before(badge.text, held)) {
            Page page = opened(chromium);
            page.locator("#blokbadge-camera-on").click();
            assertThat(page.locator("#blokbadge-pin [data-name]"))
                    .hasText("Jane D.", new LocatorAssertions.HasTextOptions().setTimeout(15_000));
            assertThat(page.locator("#blokbadge-camera")).isHidden();
            org.assertj.core.api.Assertions.assertThat(page.content()).doesNotContain(badge.text);
            chromium.assertNoProblems();
            if (held == BadgeFilm.Held.STRAIGHT) {
                startsByItselfTheNextTime(page);
            }
        }
    }

    private static void startsByItselfTheNextTime(Page page) {
        page.navigate(ward.authorization().toString());
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Jane D.");
    }

    @Test
    void aBadgeOfAnotherHouseIsNamed() {
        BadgeRealm other = BadgeRealm.create("badge-camera-other");
        try {
            PaperBadge stranger = other.paper(other.issue(other.person("robin")));
            try (Chromium chromium = before(stranger.text, BadgeFilm.Held.STRAIGHT)) {
                Page page = opened(chromium);
                page.locator("#blokbadge-camera-on").click();
                assertThat(page.locator("#blokbadge-alert"))
                        .hasText(
                                "This is the badge of another organisation.",
                                new LocatorAssertions.HasTextOptions().setTimeout(15_000));
                assertThat(page.locator("#blokbadge-video")).isVisible();
                Chromium.screenshot(page, "badge-camera");
                Chromium.axe(page);
                page.locator("#blokbadge-camera-off").click();
                assertThat(page.locator("#blokbadge-video")).isHidden();
            }
        } finally {
            other.close();
        }
    }

    /** Posters and parcels lie about. */
    @Test
    void otherCodesArePassedOver() {
        try (Chromium chromium = before("HTTPS://EXAMPLE.ORG/", BadgeFilm.Held.STRAIGHT)) {
            Page page = opened(chromium);
            page.locator("#blokbadge-camera-on").click();
            page.waitForFunction("document.getElementById('blokbadge-video').currentTime > 2");
            assertThat(page.locator("#blokbadge-alert")).hasText("");
            assertThat(page.locator("#blokbadge-video")).isVisible();
        }
    }

    /** A browser's own reader that reads; one that says it can, and cannot: then the others do. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theBrowsersOwnReaderOrTheOthers(boolean reads) {
        String film = reads ? "HTTPS://EXAMPLE.ORG/" : badge.text;
        String detect = reads ? "return [{ rawValue: '" + badge.text + "' }];" : "throw new Error('no service');";
        try (Chromium chromium = before(film, BadgeFilm.Held.STRAIGHT)) {
            Page page = chromium.newPage();
            page.addInitScript(
                    "window.BarcodeDetector = class { static async getSupportedFormats() { return ['qr_code']; } "
                            + "async detect() { " + detect + " } };");
            page.navigate(ward.authorization().toString());
            page.locator("#blokbadge-camera-on").click();
            assertThat(page.locator("#blokbadge-pin [data-name]"))
                    .hasText("Jane D.", new LocatorAssertions.HasTextOptions().setTimeout(15_000));
        }
    }

    /** Nothing is left filming when it cannot be read. */
    @Test
    void aCameraThatCannotBeReadIsReleased() {
        try (Chromium chromium = before("HTTPS://EXAMPLE.ORG/", BadgeFilm.Held.STRAIGHT)) {
            Page page = chromium.newPage();
            page.addInitScript("HTMLMediaElement.prototype.play = () => Promise.reject(new Error('not now'));"
                    + "const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
                    + "navigator.mediaDevices.getUserMedia = async (what) => (window.given = await get(what));");
            page.navigate(ward.authorization().toString());
            page.locator("#blokbadge-camera-on").click();
            assertThat(page.locator("#blokbadge-alert")).containsText("Use the scanner");
            org.assertj.core.api.Assertions.assertThat(
                            page.evaluate("window.given.getTracks().every((track) => track.readyState === 'ended')"))
                    .isEqualTo(true);
        }
    }

    @Test
    void withoutACameraThePageSaysSo() {
        try (Chromium chromium = Chromium.openWith()) {
            Page page = opened(chromium);
            page.locator("#blokbadge-camera-on").click();
            assertThat(page.locator("#blokbadge-alert")).containsText("Use the scanner");
            assertThat(page.locator("#blokbadge-camera-on")).isVisible();
        }
    }

    private Chromium before(String text, BadgeFilm.Held held) {
        Path film = films.resolve(held + ".mjpeg");
        BadgeFilm.of(text, held, film);
        return Chromium.openWith(
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-video-capture=" + film);
    }

    private static Page opened(Chromium chromium) {
        Page page = chromium.newPage();
        page.navigate(ward.authorization().toString());
        return page;
    }
}
