package io.bloksec.keycloak.it.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Poppler;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Exists to do with a badge what `./start` says that one can do with it. */
final class DemoWorkstation {

    private static final String PIN = "49381726";

    private DemoWorkstation() {}

    /** Pairs this browser, scans what was printed, chooses a PIN, and goes on to the relying party without another question. */
    static void signInWithThePrintedBadge(String printed, Path directory, String home) {
        String badge = found(printed, "\\s(BB1[A-Z2-7]{64})\\s");
        String code = found(printed, "the activation code ([0-9]{4} [0-9]{4}),");
        assertThat(text(directory.resolve("badge.pdf"))).contains("Ana Silva", "Corp Example");
        assertThat(text(directory.resolve("badge-letter.pdf"))).contains(code);
        try (Chromium chromium = Chromium.open()) {
            Page page = chromium.newPage();
            page.navigate(found(printed, "open (\\S+/blokbadge/kiosk),"));
            page.locator("#blokbadge-code").fill(found(printed, "pairing code (\\S+)"));
            page.keyboard().press("Enter");
            assertThat(page.locator("#blokbadge-paired")).isVisible();
            page.getByText("Continue").click();
            // Nobody scans before the page asks for it.
            assertThat(page.locator("#blokbadge-text")).isVisible();
            page.locator("#blokbadge-text").pressSequentially(badge);
            assertThat(page.locator("#blokbadge-choose [data-name]")).hasText("Ana S.");
            page.locator("#blokbadge-code").fill(code);
            page.locator("#blokbadge-new").fill(PIN);
            page.locator("#blokbadge-again").fill(PIN);
            Page work =
                    page.waitForPopup(() -> page.getByText("Save and sign in").click());
            assertThat(work).hasURL(home + "/");
            work.locator("[name=upn]").fill("ana@corp.example");
            work.keyboard().press("Enter");
            assertThat(work.locator("body")).containsText("Accepted: ana@corp.example is signed in");
            Chromium.screenshot(page, "demo-workstation");
        }
    }

    /** The manager's page, and in it the badge that was just used. */
    static void theBadgeOfficeIsThere(String printed) {
        try (Chromium chromium = Chromium.open()) {
            Page page = chromium.newPage();
            page.navigate(found(printed, "(\\S+/console/#badges), the badge office"));
            page.locator("#username").fill("mia@corp.example");
            page.keyboard().press("Enter");
            page.locator("#password").fill(found(printed, "mia@corp.example, password (\\S+)"));
            page.keyboard().press("Enter");
            assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("Ana Silva")))
                    .containsText("In use");
            Chromium.screenshot(page, "demo-badge-office");
        }
    }

    private static String text(Path pdf) {
        return Poppler.words(pdf).stream()
                .flatMap(page -> page.stream().map(Poppler.Word::text))
                .collect(Collectors.joining(" "));
    }

    private static String found(String printed, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(printed);
        assertThat(matcher.find()).as(pattern + " in " + printed).isTrue();
        return matcher.group(1);
    }
}
