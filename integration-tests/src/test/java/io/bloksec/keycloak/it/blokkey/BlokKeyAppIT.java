package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.Phone;
import io.bloksec.phone.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The phone's web app in a browser, beside the sign-in page in another: what two people's hands do, and nothing else. */
class BlokKeyAppIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String FLOW = "BlokKey only level 2";

    private static BlokKeyRealm realm;
    private static int persons;

    /** Of the tests that leave it as it was: setting one up takes longer than using it. */
    private static UserSpec owner;

    private static PhoneApp lent;

    private UserSpec person;
    private Chromium desktop;
    private PhoneApp phone;

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("blokkey-app");
    }

    @AfterAll
    static void remove() {
        if (lent != null) {
            lent.close();
        }
        realm.close();
    }

    @BeforeEach
    void open() {
        person = BlokKeyRealm.person("app" + ++persons + "@corp.example");
        realm.realm.createUser(person);
        desktop = Chromium.open();
        phone = PhoneApp.open(realm);
        life(60);
    }

    @AfterEach
    void close() {
        if (phone != lent) {
            phone.close();
        }
        desktop.close();
    }

    @Test
    void fromTheFirstCodeToTheFirstSignIn() {
        phone.enrolled(person);
        SignInScreen screen = SignInScreen.open(realm, desktop.context())
                .name(person.username())
                .says(SignInScreen.WAITING);
        phone.openRequest().type(screen.number()).press("Approve");

        phone.isTitled("Approved");
        screen.hasArrived();
        // Until the digits are typed, the server does not know the phone; browsers list each such answer.
        assertThat(phone.problems())
                .allMatch(problem -> problem.contains("401") && problem.contains("/blokkey/device:"));
        desktop.assertNoProblems();
    }

    @Test
    void aWrongNumberEndsIt() {
        lendPhone();
        SignInScreen screen = ask();
        String wrong = screen.number().equals("111") ? "222" : "111";
        phone.openRequest().type(wrong).press("Approve");

        phone.isTitled("Not waiting any more").says("The number was wrong.");
        phone.press("Done");
        phone.isTitled("Waiting sign-ins").says("Nothing is waiting.");
    }

    @Test
    void denied() {
        lendPhone();
        ask();
        phone.openRequest().press("Deny");

        phone.isTitled("Denied").says("Nobody was signed in.");
        phone.open("#history").says("Denied");
    }

    @Test
    void reportedAndOnlyAfterAQuestion() {
        phone.enrolled(person);
        ask();
        phone.openRequest().press("That was not me");
        phone.page.locator("dialog").getByRole(AriaRole.BUTTON).first().click();
        phone.isTitled("Sign in?").press("That was not me");
        phone.page.locator("dialog").getByRole(AriaRole.BUTTON).last().click();

        phone.isTitled("Reported");
        phone.open("#history").says("Reported");
    }

    /** The session is there already; its owner finds the sign-in in the history, and it was not theirs. */
    @Test
    void reportedAfterwards() {
        phone.enrolled(person);
        SignInScreen screen = ask();
        phone.openRequest().type(screen.number()).press("Approve");
        screen.hasArrived();
        phone.open("#history").says("Approved");
        phone.page.locator("summary").first().click();
        phone.page.locator("details button").first().click();

        phone.says("It was reported");
        Poll.until(
                "the session to end",
                LIMIT,
                () -> realm.realm
                                .admin()
                                .get(realm.realm.path("users/" + userId() + "/sessions"))
                                .size()
                        == 1);
    }

    @Test
    void theTimeIsOverOnBothScreens() {
        lendPhone();
        life(12);
        SignInScreen screen = ask();
        phone.openRequest();

        phone.isTitled("Not waiting any more").says("The time is over.");
        screen.says(SignInScreen.EXPIRED);
    }

    /** Another finger: nothing is approved, and the person can still say no. */
    @Test
    void withoutTheFinger() {
        phone.enrolled(person);
        SignInScreen screen = ask();
        phone.isNotThePerson();
        phone.openRequest().type(screen.number()).press("Approve");

        phone.says("Your phone did not confirm that it is you.");
        phone.press("Deny");
        phone.isTitled("Denied");
    }

    @Test
    void approveWaitsForNumberAndLook() {
        lendPhone();
        SignInScreen screen = ask();
        phone.openRequest();

        assertThat(phone.button("Approve").isDisabled()).isTrue();
        phone.type(screen.number().substring(1));
        assertThat(phone.button("Approve").isDisabled()).isTrue();
        phone.type(screen.number());
        PlaywrightAssertions.assertThat(phone.button("Approve")).isEnabled();
        phone.press("Deny");
        phone.isTitled("Denied");
    }

    @Test
    void refreshAndBack() {
        lendPhone();
        SignInScreen screen = ask();
        phone.openRequest();
        phone.page.reload();
        phone.isTitled("Sign in?");
        phone.page.goBack();
        phone.isTitled("Waiting sign-ins").openRequest();
        phone.type(screen.number()).press("Approve");

        phone.isTitled("Approved");
        screen.hasArrived();
    }

    @Test
    void twoTabsOfTheApp() {
        lendPhone();
        SignInScreen screen = ask();
        phone.openRequest();
        Page second = phone.page.context().newPage();
        second.navigate(phone.page.url());
        PlaywrightAssertions.assertThat(second.locator("h1")).hasText("Sign in?");
        phone.type(screen.number()).press("Approve");

        screen.hasArrived();
        PlaywrightAssertions.assertThat(second.locator("h1"))
                .hasText("Not waiting any more", new LocatorAssertions.HasTextOptions().setTimeout(LIMIT.toMillis()));
        PlaywrightAssertions.assertThat(second.locator("main")).containsText("It has been approved already.");
    }

    /** A second try in the same tab takes the place of the first one, which nobody has looked at. */
    @Test
    void anotherTryTakesItsPlace() {
        lendPhone();
        SignInScreen screen = ask();
        String old = phone.page.locator("a.card").getAttribute("href");
        SignInScreen again = ask();

        phone.page.waitForCondition(
                () -> !old.equals(phone.page.locator("a.card").first().getAttribute("href")));
        assertThat(phone.page.locator("a.card").count()).isEqualTo(1);
        phone.openRequest().type(again.number()).press("Approve");
        again.hasArrived();
    }

    @Test
    void removedInTheMiddle() {
        phone.enrolled(person);
        ask();
        phone.openRequest();
        realm.realm
                .admin()
                .post(realm.realm.path("blokkey/users/" + userId() + "/unregister"), Map.of("phrase", "unregister"));

        phone.isTitled("This phone was removed");
        phone.page.reload();
        phone.isTitled("This phone was removed").press("Set up this phone anew");
        phone.isTitled("Your phone signs you in");
    }

    @Test
    void removedByItsPerson() {
        phone.enrolled(person);
        phone.open("#this-phone").isTitled("This phone").press("Remove this phone");
        phone.page.locator("dialog").getByRole(AriaRole.BUTTON).last().click();

        phone.isTitled("This phone was removed");
        assertThat(realm.realm.admin().get(realm.realm.path("users/" + userId() + "/credentials")))
                .noneMatch(credential -> credential.path("type").asText().equals("blokkey"));
    }

    @Test
    void byThePairingCode() {
        io.bloksec.keycloak.it.house.Page ticket = realm.ticket(person);
        phone.open("#type").isTitled("Type the code");
        phone.page.fill("#code", "nonsense");
        phone.press("Continue");
        phone.says("These are not ten letters");
        phone.page.fill("#code", ticket.element("#blokkey-pairing").text().toLowerCase(java.util.Locale.ROOT));
        phone.press("Continue");
        phone.press("Set up this phone");
        BlokKeyRealm.keepCodes(BlokKeyRealm.typeDigits(ticket, phone.digits()));

        phone.isTitled("This phone is set up");
    }

    /** Of two that bring keys for one code, none counts, and the first one is told. */
    @Test
    void aStrangerHasReadTheCodeToo() {
        io.bloksec.keycloak.it.house.Page ticket = realm.ticket(person);
        phone.page.navigate(BlokKeyRealm.link(ticket));
        phone.press("Set up this phone");
        phone.digits();
        try (PhoneApp stranger = PhoneApp.open(realm)) {
            stranger.page.navigate(BlokKeyRealm.link(ticket));

            stranger.says("Somebody else has used this code.");
        }
    }

    @Test
    void aCodeThatHasBeenUsed() {
        phone.page.navigate(phone.app() + "#e=1." + "A".repeat(43));

        phone.isTitled("That did not work").says("This code has been used, or its time is over.");
        phone.press("Back");
        phone.isTitled("Your phone signs you in");
        assertThat(phone.page.url()).doesNotContain("e=1");
    }

    /** The code that the sign-in page really shows, filmed. */
    @Test
    void byTheCamera() throws IOException {
        Path film = Files.createTempFile(Settings.target(), "film", ".mjpeg");
        Film.of(null, film);
        try (Chromium own = Chromium.openWith(
                        "--use-fake-ui-for-media-stream",
                        "--use-fake-device-for-media-stream",
                        "--use-file-for-fake-video-capture=" + film);
                PhoneApp camera = PhoneApp.of(realm, own)) {
            camera.enrolled(person);
            SignInScreen screen = SignInScreen.open(realm, desktop.context());
            screen.code();
            Film.of(screen.page.locator("#blokkey-qr").screenshot(), film);
            camera.press("Scan a code");

            camera.isTitled("Sign in?").says("Is this the screen in front of you?");
            camera.screenshot("request-by-code");
            screen.says("Please answer on your phone.");
            PlaywrightAssertions.assertThat(camera.button("Approve")).isEnabled();
            camera.press("Approve");
            camera.isTitled("Approved");
            screen.isTitled("Is this you?").press("Continue");
            screen.hasArrived();
        }
    }

    /** By the phone's own camera, which opens the address of the code; then somebody else's phone reads it, too. */
    @Test
    void aSecondPhoneReadsTheSameCode() {
        lendPhone();
        UserSpec stranger = BlokKeyRealm.person("stranger" + persons + "@corp.example");
        realm.realm.createUser(stranger);
        Phone other = realm.enrol(stranger);
        SignInScreen screen = SignInScreen.open(realm, desktop.context());
        String code = screen.code();
        phone.page.navigate(code);
        phone.isTitled("Sign in?").says("Is this the screen in front of you?");
        assertThatThrownBy(() -> other.scan(code)).isInstanceOf(Problem.class);

        phone.says("Another phone has tried to read the same code.");
        phone.press("Deny");
        phone.isTitled("Denied");
    }

    /** Keys made in Safari would stay there: the app says what to do first, and works from the Home Screen. */
    @Test
    void anIPhone() {
        phone.close();
        phone = PhoneApp.open(
                realm,
                options -> options.setUserAgent(
                        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"));
        io.bloksec.keycloak.it.house.Page ticket = realm.ticket(person);
        phone.page.navigate(BlokKeyRealm.link(ticket));
        phone.isTitled("First onto your Home Screen").says("Add to Home Screen").isAccessible();
        phone.screenshot("iphone");
        phone.page.addInitScript("Object.defineProperty(navigator, 'standalone', { value: true })");
        phone.page.reload();
        phone.open("#type").isTitled("Type the code");
        phone.page.fill("#code", ticket.element("#blokkey-pairing").text());
        phone.press("Continue");
        phone.press("Set up this phone");
        String digits = phone.digits();

        assertThat(ticket.form("#blokkey-next").submit().text()).contains("iOS 18");
        BlokKeyRealm.keepCodes(BlokKeyRealm.typeDigits(ticket, digits));
        phone.isTitled("This phone is set up");
    }

    /** App and sign-in page in one browser, as on a phone that signs itself in. */
    @Test
    void onTheSameDevice() {
        lendPhone();
        SignInScreen screen = new SignInScreen(phone.page.context().newPage());
        screen.page.navigate(realm.authorization(BlokKeyRealm.APP).toString());
        Response started = screen.page.waitForResponse(
                answer -> answer.url().contains("/page/start")
                        && answer.request().postData().contains("\"push\":true"),
                () -> screen.name(person.username()));
        String link = String.valueOf(screen.page.evaluate("text => JSON.parse(text).link", started.text()));
        phone.page.navigate(link);
        phone.isTitled("Sign in?");
        assertThat(phone.page.url()).as("nothing to leave behind in a history").doesNotContain("l=1");
        PlaywrightAssertions.assertThat(phone.button("Approve")).isEnabled();
        phone.press("Approve");

        screen.hasArrived();
    }

    @Test
    void aKnownBrowserIsRememberedListedAndForgotten() {
        lendPhone();
        SignInScreen screen = ask();
        phone.openRequest().type(screen.number());
        phone.page.check("#remember");
        phone.press("Approve");
        screen.hasArrived();
        phone.open("#browsers").says("Chrom");
        phone.screenshot("browsers");
        phone.page
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Forget .*")))
                .click();

        phone.says("You have not chosen to remember any browser.");
    }

    @Test
    void thisPhone() {
        lendPhone();
        phone.open("#this-phone").says("Protected by the phone's screen lock");
        phone.page.getByLabel("Name of this phone").fill("Ana’s other phone");
        phone.press("Save");
        phone.says("Saved.");
        phone.page.uncheck("#strangers");
        phone.says("do not notify you");
        phone.page.reload();
        PlaywrightAssertions.assertThat(phone.page.getByLabel("Name of this phone"))
                .hasValue("Ana’s other phone");
        PlaywrightAssertions.assertThat(phone.page.locator("#strangers")).not().isChecked();
        phone.page.selectOption("#language", "de");
        phone.isTitled("Dieses Telefon");
        phone.page.selectOption("#language", "en");
        phone.isTitled("This phone");
        phone.page.check("#strangers");
        phone.says("Sign-ins from unknown browsers notify you.");
    }

    @Test
    void storageThatWasWiped() {
        phone.enrolled(person);
        JsonObject what = new JsonObject();
        what.addProperty(
                "origin",
                realm.realm.url().getScheme() + "://" + realm.realm.url().getAuthority());
        what.addProperty("storageTypes", "all");
        phone.devTools().send("Storage.clearDataForOrigin", what);
        phone.page.reload();

        phone.isTitled("Your phone signs you in");
    }

    @Test
    void itStartsWithoutAConnection() {
        lendPhone();
        phone.page.waitForFunction("() => navigator.serviceWorker.controller !== null");
        phone.page.context().setOffline(true);
        PlaywrightAssertions.assertThat(phone.page.locator("#offline")).hasText("There is no connection.");
        phone.page.reload();
        phone.isTitled("Waiting sign-ins").says("The server cannot be reached.");
        phone.screenshot("offline");
        phone.page.context().setOffline(false);

        phone.says("Nothing is waiting.");
    }

    /** Files of an older version go when the new worker takes over; another realm's stay. */
    @Test
    void aNewVersionTakesTheOldOnesPlace() {
        lendPhone();
        phone.page.waitForFunction("() => navigator.serviceWorker.controller !== null");
        String here = phone.app();
        phone.page.evaluate(
                "async here => { (await caches.open('blokkey-old')).put(here, new Response('old'));"
                        + " (await caches.open('blokkey-other')).put(here.replace('/realms/', '/realms/x'), new Response('other'));"
                        + " await (await navigator.serviceWorker.ready).unregister(); }",
                here);
        phone.page.reload();
        phone.page.reload();

        phone.page.waitForFunction("async () => !(await caches.keys()).includes('blokkey-old')");
        assertThat((List<?>) phone.page.evaluate("() => caches.keys()"))
                .asString()
                .contains("blokkey-other");
        phone.isTitled("Waiting sign-ins");
    }

    @Test
    void aPushIsShownAndAnsweredWithoutTheApp() {
        phone.close();
        phone = PhoneApp.open(realm, options -> options.setPermissions(List.of("notifications")));
        // The browser's own push service is not here: what the app makes of a subscription, and the worker of a push,
        // is.
        phone.page.addInitScript("PushManager.prototype.subscribe = async () => ({ toJSON: () => ({"
                + " endpoint: 'https://fcm.googleapis.com/fcm/send/test', keys: {"
                + " p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',"
                + " auth: 'BTBZMqHH6r4Tts7J_aSIgg' } }) });");
        String[] registration = {null};
        phone.devTools()
                .on(
                        "ServiceWorker.workerRegistrationUpdated",
                        event -> event.getAsJsonArray("registrations")
                                .forEach(each -> registration[0] = each.getAsJsonObject()
                                        .get("registrationId")
                                        .getAsString()));
        phone.devTools().send("ServiceWorker.enable");
        phone.enrolled(person);
        phone.page.waitForFunction("() => navigator.serviceWorker.controller !== null");
        phone.open("#this-phone").says("Notifications");
        Poll.until(
                "the server to have the address",
                LIMIT,
                () -> realm.realm
                        .admin()
                        .get(realm.realm.path("blokkey/users/" + userId() + "/devices"))
                        .toString()
                        .contains("webpush"));
        SignInScreen screen = ask();
        JsonObject push = new JsonObject();
        push.addProperty(
                "origin",
                realm.realm.url().getScheme() + "://" + realm.realm.url().getAuthority());
        push.addProperty("registrationId", registration[0]);
        push.addProperty("data", "{\"v\":1,\"r\":\"AAECAwQFBgcICQoLDA0ODw\"}");
        phone.devTools().send("ServiceWorker.deliverPushMessage", push);

        Object shown = Poll.value(
                "a notification",
                LIMIT,
                () -> Optional.ofNullable(
                        phone.page.evaluate(
                                "async () => { const all = await (await navigator.serviceWorker.ready).getNotifications();"
                                        + " return all.length ? all[0].title + '|' + all[0].body + '|' + all[0].actions[0].title : null; }")));
        assertThat(shown.toString())
                .startsWith("Sign in to The app?|")
                .contains("Chrom")
                .endsWith("|Deny");
        phone.inTheWorker("registration.getNotifications().then(([notification]) =>"
                + " dispatchEvent(new NotificationEvent('notificationclick', { notification, action: 'deny' })))");
        Poll.until(
                "the request to be denied",
                LIMIT,
                () -> Boolean.TRUE.equals(
                        phone.page.evaluate(
                                "async () => (await (await navigator.serviceWorker.ready).getNotifications()).some(each => each.title.startsWith('Denied'))")));
        phone.open("#history").says("Denied");
        assertThat(screen.number()).hasSize(3);
    }

    /** One authenticator, Keycloak's passkey and the keys of two persons' BlokKey: none takes another's place. */
    @Test
    void twoPersonsAndAPasskeyOnOneAuthenticator() {
        phone.enrolled(person);
        Passkeys.allow(realm);
        Passkeys.register(realm, phone.page, person);
        assertThat(phone.credentials()).isEqualTo(2);

        realm.useFlow(BlokKeyRealm.APP, "BlokKey only");
        SignInScreen screen = ask();
        phone.open("").openRequest().type(screen.number()).press("Approve");
        screen.hasArrived();
        realm.useFlow(BlokKeyRealm.APP, Passkeys.FLOW);
        Passkeys.signIn(realm, phone.page);
        realm.useFlow(BlokKeyRealm.APP, "BlokKey only");

        phone.open("");
        phone.page.evaluate(
                "() => new Promise(done => indexedDB.databases().then(all => Promise.all(all.map(one =>"
                        + " new Promise(gone => { indexedDB.deleteDatabase(one.name).onsuccess = gone; }))).then(() => done())))");
        UserSpec other = BlokKeyRealm.person("other" + persons + "@corp.example");
        realm.realm.createUser(other);
        phone.enrolled(other);
        assertThat(phone.credentials()).isEqualTo(3);
    }

    @Test
    void aNameThatIsMarkup() {
        String evil = "<img src=x onerror=document.body.remove()>";
        lendPhone();
        realm.realm.updateClient(BlokKeyRealm.APP, client -> client.put("name", evil));
        ask();
        phone.says(evil).openRequest().says(evil).press("Deny");
        phone.isTitled("Denied");
        phone.open("#history").says(evil);
        realm.realm.updateClient(BlokKeyRealm.APP, client -> client.put("name", "The app"));

        assertThat(phone.page.locator("img").count()).isZero();
    }

    /** Tab, Space and Enter are enough. */
    @Test
    void byKeyboardAlone() {
        lendPhone();
        SignInScreen screen = ask();
        phone.page.locator("a.card").first().waitFor();
        focus("a.card");
        phone.page.keyboard().press("Enter");
        phone.isTitled("Sign in?");
        assertThat(phone.page.evaluate("() => document.activeElement.tagName")).isEqualTo("H1");
        focus("#number");
        phone.page.keyboard().type(screen.number());
        PlaywrightAssertions.assertThat(phone.button("Approve")).isEnabled();
        focus("button.good");
        phone.page.keyboard().press("Space");

        phone.isTitled("Approved");
        screen.hasArrived();
    }

    /** The published vectors, computed by the app's own modules. */
    @Test
    void theVectors() throws IOException {
        phone.open("");
        String vectors = Files.readString(Settings.project().resolve("docs/api/blokkey-vectors.json"));
        Object wrong = phone.page.evaluate("""
                async ([app, text]) => {
                  const { canonical, hash, isPrintable } = await import(app + 'device/signed-text.js');
                  const { encode, bytes, sha256, decode } = await import(app + 'device/bytes.js');
                  const { pairingCode } = await import(app + 'device/scanned.js');
                  const vectors = JSON.parse(text);
                  const wrong = [];
                  for (const each of vectors.signedTexts) {
                    if (canonical(each.text) !== each.canonical || encode(await hash(each.type, each.text)) !== each.hash) {
                      wrong.push(each.name);
                    }
                  }
                  const string = (each) => String.fromCharCode(...each.codeUnits);
                  vectors.refusedStrings.filter((each) => isPrintable(string(each))).forEach((each) => wrong.push(each.name));
                  vectors.takenStrings.filter((each) => !isPrintable(string(each))).forEach((each) => wrong.push(each.name));
                  for (const each of vectors.refusedValues) {
                    try { canonical({ value: each.value }); wrong.push(each.name); } catch { /* as it must be */ }
                  }
                  const { code, same, none } = vectors.pairingCodes;
                  same.filter((typed) => pairingCode(typed) !== code).forEach((typed) => wrong.push(typed));
                  none.filter((typed) => pairingCode(typed) !== undefined).forEach((typed) => wrong.push(typed));
                  const { verifier, verifierHash } = vectors.verifier;
                  if (encode(await sha256(decode(verifier))) !== verifierHash) wrong.push('verifier');
                  return wrong;
                }
                """, List.of(phone.app(), vectors));

        assertThat((List<?>) wrong).isEmpty();
    }

    /** Set up already, on its first page. */
    private void lendPhone() {
        phone.close();
        if (lent == null) {
            owner = BlokKeyRealm.person("owner@corp.example");
            realm.realm.createUser(owner);
            lent = PhoneApp.open(realm).enrolled(owner);
        }
        person = owner;
        phone = lent.open("").isTitled("Waiting sign-ins").says("Nothing is waiting.");
    }

    private void focus(String selector) {
        for (int i = 0; i < 30; i++) {
            if (Boolean.TRUE.equals(phone.page.evaluate("what => document.activeElement.matches(what)", selector))) {
                return;
            }
            phone.page.keyboard().press("Tab");
        }
        throw new AssertionError("Not reached by Tab: " + selector);
    }

    private SignInScreen ask() {
        return SignInScreen.open(realm, desktop.context())
                .name(person.username())
                .says(SignInScreen.WAITING);
    }

    private String userId() {
        return realm.realm.userId(person.username());
    }

    private static void life(int seconds) {
        realm.configure(FLOW, Map.of("blokkey.life", String.valueOf(seconds), "blokkey.push-unknown", "always"));
    }
}
