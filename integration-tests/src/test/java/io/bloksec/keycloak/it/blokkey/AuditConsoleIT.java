package io.bloksec.keycloak.it.blokkey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator of the realm looks something up in the console: with a keyboard, on a phone, in the dark, in German. */
class AuditConsoleIT {

    private static final UserSpec ALICE = UserSpec.named("alice").name("Alice", "Admin");
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\u202Egnp.exe";

    private static BlokKeyRealm realm;
    private static Phone phone;

    private Chromium chromium;

    @BeforeAll
    static void signInsOfADay() throws IOException {
        realm = BlokKeyRealm.create("audit-console");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
        realm.realm.updateClient(BlokKeyRealm.APP, client -> client.put("name", HOSTILE));
        phone = realm.enrol(BlokKeyRealm.ANA);
        signIn();
        phone.deny(ask());
        signIn();
        addConsole();
        realm.realm.createUser(ALICE);
        permit("alice", "audit-manage");
        realm.realm.createUser(UserSpec.named("bob"));
        permit("bob", null);
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @BeforeEach
    void open() {
        chromium = Chromium.open();
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @Test
    void looksUpFiltersAndOpensWithTheKeyboard() {
        Page page = console(chromium, ALICE);
        assertThat(rows(page)).hasCount(3);
        assertThat(page.locator(".cards")).containsText("Peak day");
        Chromium.axe(page);
        Chromium.screenshot(page, "console-requests");

        page.getByLabel("Status").focus();
        page.keyboard().type("Denied");
        assertThat(rows(page)).hasCount(1);
        assertThat(page).hasURL(java.util.regex.Pattern.compile(".*\\?status=denied$"));
        page.reload();
        assertThat(rows(page)).hasCount(1);

        rows(page).first().getByRole(AriaRole.BUTTON).focus();
        page.keyboard().press("Enter");
        Locator detail = page.getByRole(AriaRole.DIALOG);
        assertThat(detail).containsText("Answered");
        assertThat(detail.locator("bdi")
                        .filter(new Locator.FilterOptions().setHasText("<img src=x"))
                        .first())
                .isVisible();
        detail.locator("summary").first().press("Enter");
        assertThat(detail.locator("pre")).containsText("\"type\": \"deny\"");
        Chromium.axe(page);
        Chromium.screenshot(page, "console-detail");
        page.keyboard().press("Escape");
        assertThat(detail).hasCount(0);
        chromium.assertNoProblems();
    }

    @Test
    void savesWhatAVerifierNeeds() throws IOException {
        Page page = console(chromium, ALICE);
        assertThat(rows(page)).hasCount(3);
        Download export = page.waitForDownload(
                () -> page.getByText("Export for the verifier").click());
        assertThat(Files.readString(export.path())).startsWith("{\"export\":").contains("\"end\":");
        Download csv = page.waitForDownload(() -> page.getByText("Save as CSV").click());
        assertThat(Files.readAllLines(csv.path())).hasSize(4);
        page.getByRole(AriaRole.SEARCHBOX).fill("nobody by this name");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("No requests in this time.");
        chromium.assertNoProblems();
    }

    @Test
    void whoeverMayNotSeeItIsTold() {
        Page page = console(chromium, UserSpec.named("bob"));

        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Ask for the role audit-view.");
        assertThat(rows(page)).hasCount(0);
    }

    @Test
    void onAPhoneInTheDarkInGerman() {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setViewportSize(320, 640)
                .setColorScheme(ColorScheme.DARK)
                .setLocale("de-DE");
        try (Chromium small = Chromium.open(options)) {
            Page page = console(small, ALICE);
            assertThat(rows(page)).hasCount(3);
            assertThat(page.locator("h2").first()).hasText("Anmeldeanfragen");
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("nothing is wider than the screen")
                    .isTrue();
            Chromium.axe(page);
            Chromium.screenshot(page, "console-phone-dark-german");
            small.assertNoProblems();
        }
    }

    /** The page is for everybody to fetch and for nobody to frame; nothing that is not its own runs in it. */
    @Test
    void thePageKeepsStrangersOut() {
        var answer = BlokKeyRealm.browser().get(realm.realm.url("console/"));
        assertThat(answer.header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        for (String path : List.of("console/../console/x", "console/%2e%2e/META-INF/beans.xml", "console/messages/")) {
            assertThat(BlokKeyRealm.browser().get(realm.realm.url(path)).status())
                    .as(path)
                    .isIn(400, 404);
        }
    }

    private static Page console(Chromium browser, UserSpec administrator) {
        Page page = browser.newPage();
        page.navigate(realm.realm.url("console/").toString());
        KeycloakLogin.signIn(page, administrator);
        assertThat(page.locator("requests-page [role=status]")).not().hasText("One moment …");
        return page;
    }

    private static Locator rows(Page page) {
        return page.locator("requests-page tbody tr");
    }

    private static void signIn() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(BlokKeyRealm.ANA.username());
        String number = page.start(true).get("number").asText();
        phone.showAndApprove(phone.list().get(0).id(), number, false);
        assertThat(page.finish().isRedirect()).isTrue();
    }

    private static ApprovalRequest ask() {
        realm.signIn(BlokKeyRealm.browser()).name(BlokKeyRealm.ANA.username()).start(true);
        return phone.list().get(0);
    }

    /** As docs/admin-console.md says. */
    private static void addConsole() throws IOException {
        String client = Files.readString(Settings.project().resolve("docker/clients/bloksec-console.json"))
                .replace("REALM", realm.realm.name());
        realm.realm.admin().post(realm.realm.path("clients"), new ObjectMapper().readTree(client));
        for (String role : List.of("audit-view", "audit-manage")) {
            realm.realm.admin().post(realm.realm.path("roles"), Map.of("name", role));
        }
    }

    private static void permit(String username, String role) {
        String user = realm.realm.userId(username);
        String management = realm.realm
                .admin()
                .get(realm.realm.path("clients?clientId=realm-management"))
                .get(0)
                .get("id")
                .asText();
        JsonNode events = realm.realm.admin().get(realm.realm.path("clients/" + management + "/roles/view-events"));
        realm.realm
                .admin()
                .post(realm.realm.path("users/" + user + "/role-mappings/clients/" + management), List.of(events));
        if (role != null) {
            JsonNode granted = realm.realm.admin().get(realm.realm.path("roles/" + role));
            realm.realm.admin().post(realm.realm.path("users/" + user + "/role-mappings/realm"), List.of(granted));
        }
    }
}
