package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-in page in a real browser: its own script waits, draws, keeps a key, and goes on by itself. */
class BlokKeyBrowserIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String FLOW = "BlokKey only level 2";
    private static final String DENIED = "The sign-in was denied on the phone.";

    private static BlokKeyRealm realm;
    private static int persons;

    private UserSpec person;
    private Phone phone;
    private Chromium chromium;

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("blokkey-browser");
        realm.addFlow("blokkey-with-recovery-codes");
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @BeforeEach
    void enrol() {
        person = BlokKeyRealm.person("browser" + ++persons + "@corp.example");
        realm.realm.createUser(person);
        phone = realm.enrol(person);
        life(60);
        chromium = Chromium.open();
    }

    @AfterEach
    void close() {
        chromium.close();
        realm.useFlow(BlokKeyRealm.APP, "BlokKey only");
    }

    @Test
    void byNameAndPush() {
        SignInScreen screen = open().name(person.username()).says(SignInScreen.WAITING);
        String number = screen.number();
        assertThat(number).hasSize(3);

        phone.showAndApprove(waiting().id(), number, false);

        screen.hasArrived();
        chromium.assertNoProblems();
    }

    /** The code that is scanned is the second one, so it moves; the page itself notices the scan and the approval. */
    @Test
    void byTheMovingCode() {
        SignInScreen screen = open();
        String first = screen.code();
        String second = Poll.value(
                "another code", LIMIT, () -> Optional.of(screen.code()).filter(code -> !code.equals(first)));

        ApprovalRequest request = phone.scan(second);
        screen.says("Your phone has read the code. Please answer there.");
        PlaywrightAssertions.assertThat(screen.page.locator("#blokkey-qr")).isHidden();
        phone.shown(request.id());
        screen.says("Please answer on your phone.");
        phone.showAndApprove(request.id(), null, false);

        screen.isTitled("Is this you?");
        assertThat(screen.page.locator("#blokkey").innerText())
                .contains("Your phone says that you are " + person.username() + ".");
        screen.press("Continue");
        screen.hasArrived();
        chromium.assertNoProblems();
    }

    @Test
    void whoIsNotThePersonGoesBackToTheStart() {
        SignInScreen screen = open();
        ApprovalRequest request = phone.scan(screen.code());
        phone.showAndApprove(request.id(), null, false);
        screen.isTitled("Is this you?").press("No, that is not me");

        screen.isTitled("Sign in with your phone");
        assertThat(phone.read(request.id()).state()).isEqualTo("CANCELLED");
        assertThat(phone.scan(screen.code()).id()).isNotEqualTo(request.id());
    }

    /** The app opens a page of ours in the browser that asked; its script hands over what the app has put into the address. */
    @Test
    void theWayBackFromTheAppOnTheSameDevice() {
        SignInScreen screen = open();
        Response started = screen.page.waitForResponse(
                answer -> answer.url().contains("/page/start")
                        && answer.request().postData().contains("\"push\":true"),
                () -> screen.name(person.username()));
        String link = String.valueOf(screen.page.evaluate("text => JSON.parse(text).link", started.text()));
        String back = phone.showAndApprove(phone.link(link).id(), null, false)
                .returnTo()
                .orElseThrow();

        try (Chromium another = Chromium.open()) {
            Page elsewhere = another.newPage();
            elsewhere.navigate(back);
            PlaywrightAssertions.assertThat(elsewhere.locator("#blokkey-return"))
                    .hasText(
                            "This approval does not belong to this browser, or it has ended. Start the sign-in again.");
        }
        screen.says(SignInScreen.WAITING);

        Page returned = chromium.newPage();
        returned.navigate(back);
        PlaywrightAssertions.assertThat(returned.locator("#blokkey-return"))
                .not()
                .isEmpty();
        assertThat(returned.url()).as("nothing to leave behind in a history").doesNotContain("#");
        Chromium.axe(returned);
        Chromium.screenshot(returned, "blokkey-return");
        screen.hasArrived();
    }

    /** Whatever the person does with the phone: a stranger's page says what it would say if nobody had a phone. */
    @ParameterizedTest
    @ValueSource(strings = {"deny", "report", "nothing"})
    void aStrangersPageWaitsUntilTheEnd(String decision) {
        life(12);
        SignInScreen screen = open().name(person.username()).says(SignInScreen.WAITING);
        screen.page.evaluate(
                "() => { window.said = []; new MutationObserver(() => window.said.push("
                        + "document.getElementById('blokkey-status').textContent)).observe("
                        + "document.getElementById('blokkey-status'), { childList: true, characterData: true, subtree: true }); }");
        String number = screen.number();
        decide(decision);

        screen.says(SignInScreen.EXPIRED);
        assertThat((List<?>) screen.page.evaluate("window.said"))
                .as("all that it has said since")
                .isEqualTo(List.of(SignInScreen.EXPIRED));
        assertThat(number).hasSize(3);
        PlaywrightAssertions.assertThat(screen.button("Try again")).isFocused();
    }

    @Test
    void aStrangersRefreshTellsNothingEither() {
        SignInScreen screen = open().name(person.username());
        String number = screen.number();
        phone.deny(waiting());
        screen.page.reload();

        screen.says(SignInScreen.WAITING);
        assertThat(screen.number()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"deny, " + DENIED, "report, " + DENIED, "nothing, " + SignInScreen.EXPIRED})
    void aKnownBrowserIsToldTheEnd(String decision, String words) {
        rememberThisBrowser();
        life(12);
        SignInScreen screen = open().name(person.username());
        screen.number();
        decide(decision);

        screen.says(words);
        PlaywrightAssertions.assertThat(screen.page.locator("#blokkey-number")).isHidden();
        PlaywrightAssertions.assertThat(screen.button("Try again")).isFocused();
    }

    @Test
    void aNewTryIsANewRequest() {
        rememberThisBrowser();
        SignInScreen screen = open().name(person.username());
        screen.number();
        ApprovalRequest denied = waiting();
        phone.deny(denied);
        screen.says(DENIED).press("Try again");

        screen.says(SignInScreen.WAITING).number();
        ApprovalRequest again = waiting();
        assertThat(again.id()).isNotEqualTo(denied.id());
        phone.showAndApprove(again.id(), null, false);
        screen.hasArrived();
    }

    /** Its key is the page's own, made by WebCrypto and kept across sessions. */
    @Test
    void aRememberedBrowserIsKnownUntilItIsForgotten() {
        rememberThisBrowser();
        assertThat(phone.browsers()).hasSize(1);
        assertThat(phone.browsers().get(0).get("name").asText()).contains("Chrom");

        SignInScreen known = open().name(person.username());
        assertThat(known.number()).hasSize(2);
        ApprovalRequest request = waiting();
        assertThat(request.number()).as("the phone asks for none").isZero();
        phone.shown(request.id());
        known.says("Please answer on your phone.");
        phone.showAndApprove(request.id(), null, false);
        known.hasArrived();

        phone.forgetBrowser(phone.browsers().get(0).get("browser").asText());
        chromium.context().clearCookies();
        SignInScreen stranger = open().name(person.username());
        assertThat(stranger.number()).hasSize(3);
        assertThat(waiting().number()).isEqualTo(3);
        chromium.assertNoProblems();
    }

    /** The key signs, and no script can take it away. */
    @Test
    void theBrowsersKeyCannotBeCopied() {
        SignInScreen screen = open().name(person.username());
        screen.number();

        assertThat(screen.page.evaluate("() => new Promise(done => { const open = indexedDB.open('blokkey', 1);"
                        + "open.onsuccess = () => { const all = open.result.transaction('keys').objectStore('keys').getAll();"
                        + "all.onsuccess = () => done(all.result.map(pair => pair.privateKey.extractable)); }; })"))
                .isEqualTo(List.of(false));
    }

    @Test
    void withoutScripts() {
        try (Chromium plain = Chromium.openWith("--blink-settings=scriptEnabled=false")) {
            SignInScreen screen = SignInScreen.open(realm, plain.context());
            assertThat(screen.page.locator("#blokkey").innerText())
                    .contains("The QR code needs scripts. You can go on with your user name.");
            screen.name(person.username());
            screen.press("Ask my phone");
            String number = screen.number();
            screen.press("I have approved");
            PlaywrightAssertions.assertThat(screen.page.getByText("The phone has not answered yet."))
                    .isVisible();

            phone.showAndApprove(waiting().id(), number, false);
            screen.press("I have approved");
            screen.hasArrived();
        }
    }

    /** A phone that was asked in vain is not asked any more. */
    @Test
    void anotherWay() {
        realm.useFlow(BlokKeyRealm.APP, "BlokKey with recovery codes");
        String passcode = realm.passcode(phone.userId());
        SignInScreen screen = open();
        screen.page.fill("#username", person.username());
        screen.page.click("#kc-login");
        screen.number();
        ApprovalRequest request = waiting();
        screen.choose("Sign in with a passcode");

        assertThat(phone.read(request.id()).state()).isEqualTo("CANCELLED");
        screen.page.getByLabel("Passcode from your administrator").fill(passcode);
        screen.press("Continue");
        screen.hasArrived();
    }

    @Test
    void refreshAndBackKeepTheRequest() {
        SignInScreen screen = open().name(person.username());
        String number = screen.number();
        screen.page.reload();
        assertThat(screen.says(SignInScreen.WAITING).number()).isEqualTo(number);
        screen.page.navigate("about:blank");
        screen.page.goBack();
        assertThat(screen.says(SignInScreen.WAITING).number()).isEqualTo(number);

        assertThat(phone.list()).hasSize(1);
        phone.showAndApprove(waiting().id(), number, false);
        screen.hasArrived();
    }

    /** The one that a person looks at is not replaced by a second tab. */
    @Test
    void eachTabHasItsOwn() {
        SignInScreen first = open().name(person.username());
        String number = first.number();
        ApprovalRequest request = phone.shown(waiting().id());
        SignInScreen second = open().name(person.username());
        second.number();

        assertThat(phone.list()).hasSize(2);
        first.page.reload();
        assertThat(first.number()).isEqualTo(number);
        BlokKeyRealm.dwell();
        phone.approve(request, number, false);
        first.hasArrived();
    }

    /** Whoever came by a link has asked for nothing yet. */
    @Test
    void aLinkWithANameAsksNobody() {
        SignInScreen screen = SignInScreen.open(realm, chromium.context(), "login_hint=" + person.username());
        PlaywrightAssertions.assertThat(screen.button("Show a QR code instead")).isVisible();
        assertThat(phone.list()).isEmpty();

        screen.press("Ask my phone");
        screen.says(SignInScreen.WAITING);
        phone.showAndApprove(waiting().id(), screen.number(), false);
        screen.hasArrived();
    }

    @Test
    void aNetworkThatIsGoneForAWhile() {
        SignInScreen screen = open().name(person.username()).says(SignInScreen.WAITING);
        String number = screen.number();
        chromium.context().setOffline(true);
        screen.says("There is no connection. We will try again.");
        chromium.context().setOffline(false);

        screen.says(SignInScreen.WAITING);
        phone.showAndApprove(waiting().id(), number, false);
        screen.hasArrived();
    }

    private SignInScreen open() {
        return SignInScreen.open(realm, chromium.context());
    }

    private ApprovalRequest waiting() {
        return Poll.value(
                "a request on the phone", LIMIT, () -> phone.list().stream().findFirst());
    }

    private void rememberThisBrowser() {
        SignInScreen screen = open().name(person.username());
        phone.showAndApprove(waiting().id(), screen.number(), true);
        screen.hasArrived();
        screen.page.close();
        chromium.context().clearCookies();
    }

    private void decide(String decision) {
        switch (decision) {
            case "deny" -> phone.deny(waiting());
            case "report" -> phone.report(waiting());
            default -> {}
        }
    }

    private static void life(int seconds) {
        realm.configure(FLOW, Map.of("blokkey.life", String.valueOf(seconds), "blokkey.push-unknown", "always"));
    }
}
