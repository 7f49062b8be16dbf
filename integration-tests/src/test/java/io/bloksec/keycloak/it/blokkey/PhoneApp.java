package io.bloksec.keycloak.it.blokkey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.UserSpec;
import java.util.List;
import java.util.function.Consumer;

/** Exists to be the person with a phone in the hand: the web app in a browser of a phone's size, and an authenticator that has a finger. */
final class PhoneApp implements AutoCloseable {

    private static final double LIMIT = 20_000;

    final Page page;
    final Chromium chromium;
    private final BlokKeyRealm realm;
    private final CDPSession devTools;
    private String authenticator;

    private PhoneApp(BlokKeyRealm realm, Chromium chromium) {
        this.realm = realm;
        this.chromium = chromium;
        this.page = chromium.newPage();
        this.devTools = chromium.context().newCDPSession(page);
        devTools.send("WebAuthn.enable");
        addAuthenticator();
    }

    static PhoneApp open(BlokKeyRealm realm) {
        return open(realm, options -> {});
    }

    static PhoneApp open(BlokKeyRealm realm, Consumer<Browser.NewContextOptions> more) {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setHasTouch(true)
                .setLocale("en-GB");
        more.accept(options);
        return new PhoneApp(realm, Chromium.open(options));
    }

    /** With a browser of its own. */
    static PhoneApp of(BlokKeyRealm realm, Chromium chromium) {
        return new PhoneApp(realm, chromium);
    }

    /** From the person's first sign-in in another browser to the app's first page. */
    PhoneApp enrolled(UserSpec person) {
        io.bloksec.keycloak.it.house.Page ticket = realm.ticket(person);
        page.navigate(BlokKeyRealm.link(ticket));
        page.getByLabel("Name of this phone").fill("Phone of " + person.username());
        press("Set up this phone");
        String digits = digits();
        io.bloksec.keycloak.it.house.Page done = BlokKeyRealm.keepCodes(BlokKeyRealm.typeDigits(ticket, digits));
        if (!done.isRedirect()) {
            throw new AssertionError("Not enrolled: " + done.text());
        }
        isTitled("This phone is set up");
        page.locator("button:has-text('Later'), button:has-text('Continue')")
                .first()
                .click();
        return isTitled("Waiting sign-ins");
    }

    /** The six that the browser wants. */
    String digits() {
        Locator digits = page.locator(".digits");
        assertThat(digits).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(LIMIT));
        return digits.innerText();
    }

    PhoneApp open(String target) {
        page.navigate(app() + target);
        return this;
    }

    String app() {
        return realm.realm.url() + "/blokkey/app/";
    }

    /** Taps what waits. */
    PhoneApp openRequest() {
        page.locator("a.card").first().click(new Locator.ClickOptions().setTimeout(LIMIT));
        return isTitled("Sign in?");
    }

    PhoneApp type(String number) {
        page.locator("#number").fill(number);
        return this;
    }

    void press(String button) {
        button(button).click();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    PhoneApp isTitled(String title) {
        assertThat(page.locator("h1")).hasText(title, new LocatorAssertions.HasTextOptions().setTimeout(LIMIT));
        return this;
    }

    PhoneApp says(String text) {
        assertThat(page.locator("main"))
                .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(LIMIT));
        return this;
    }

    /** Another finger: the authenticator does not recognise the person any more. */
    void isNotThePerson() {
        JsonObject given = new JsonObject();
        given.addProperty("authenticatorId", authenticator);
        given.addProperty("isUserVerified", false);
        devTools.send("WebAuthn.setUserVerified", given);
    }

    int credentials() {
        JsonObject given = new JsonObject();
        given.addProperty("authenticatorId", authenticator);
        return devTools.send("WebAuthn.getCredentials", given)
                .getAsJsonArray("credentials")
                .size();
    }

    CDPSession devTools() {
        return devTools;
    }

    /** Runs a script where the app's service worker runs; its result is not waited for. */
    void inTheWorker(String script) {
        CDPSession browser = chromium.context().browser().newBrowserCDPSession();
        // Another phone's has the same address.
        String mine = devTools.send("Target.getTargetInfo")
                .getAsJsonObject("targetInfo")
                .get("browserContextId")
                .getAsString();
        String worker = null;
        for (JsonElement each : browser.send("Target.getTargets").getAsJsonArray("targetInfos")) {
            JsonObject target = each.getAsJsonObject();
            if (target.get("type").getAsString().equals("service_worker")
                    && target.get("browserContextId").getAsString().equals(mine)
                    && target.get("url").getAsString().startsWith(app())) {
                worker = target.get("targetId").getAsString();
            }
        }
        JsonObject which = new JsonObject();
        which.addProperty("targetId", worker);
        which.addProperty("flatten", false);
        JsonObject expression = new JsonObject();
        expression.addProperty("expression", script);
        JsonObject message = new JsonObject();
        message.addProperty("id", 1);
        message.addProperty("method", "Runtime.evaluate");
        message.add("params", expression);
        JsonObject sent = new JsonObject();
        sent.add("sessionId", browser.send("Target.attachToTarget", which).get("sessionId"));
        sent.addProperty("message", message.toString());
        browser.send("Target.sendMessageToTarget", sent);
    }

    /** Screenshot of this screen under its title. */
    void screenshot(String name) {
        Chromium.screenshot(page, "app-" + name);
    }

    /** Nothing wrong on it that a machine can see, and nothing wider than the phone. */
    void isAccessible() {
        Chromium.axe(page);
        Object wider =
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (!Integer.valueOf(0).equals(wider)) {
            throw new AssertionError("Wider than the screen by " + wider);
        }
    }

    List<String> problems() {
        return chromium.problems();
    }

    private void addAuthenticator() {
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject given = new JsonObject();
        given.add("options", options);
        authenticator = devTools.send("WebAuthn.addVirtualAuthenticator", given)
                .get("authenticatorId")
                .getAsString();
    }

    @Override
    public void close() {
        chromium.close();
    }
}
