package io.bloksec.keycloak.it.badge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.UserSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-in page as people see it: with a scanner that types, a keyboard, and no script of ours but the page's. */
class BadgePageIT {

    /** What is too small for a thumb. */
    static final String SMALL_TARGETS =
            "[...document.querySelectorAll('#blokbadge button, #blokbadge input[type=text], #blokbadge-notice button')]"
                    + ".filter(e => e.offsetParent !== null)"
                    + ".filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)";

    private static BadgeRealm ward;
    private static int persons;

    private Chromium chromium;
    private Page page;

    enum Look {
        KEYCLOAK("keycloak.v2", ColorScheme.LIGHT, 1280),
        LIGHT("bloksec", ColorScheme.LIGHT, 1280),
        DARK("bloksec", ColorScheme.DARK, 1280),
        NARROW("bloksec", ColorScheme.LIGHT, 320);

        final String theme;
        final ColorScheme scheme;
        final int width;

        Look(String theme, ColorScheme scheme, int width) {
            this.theme = theme;
            this.scheme = scheme;
            this.width = width;
        }
    }

    @BeforeAll
    static void create() {
        ward = BadgeRealm.create("badge-page");
        ward.realm.update(json -> json.put("displayName", "Northwind Hospital"));
    }

    @AfterAll
    static void remove() {
        ward.close();
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void aBadgesFirstDays(Look look) {
        open(look);
        String person = person();
        JsonNode issued = ward.issue(person);
        PaperBadge badge = ward.paper(issued);
        inspect(look, "scan");
        scan(badge);
        assertThat(page.locator("#blokbadge-choose [data-name]")).hasText("Jane D.");
        inspect(look, "activate");
        field("code").fill(issued.get("code").asText());
        field("new").fill("11111111");
        field("again").fill("11111111");
        press("Save and sign in");
        says("This PIN is easy to guess. Choose another one: no year, no row, no repetition.");
        inspect(look, "easy");
        field("new").fill(BadgeRealm.PIN);
        field("again").fill(BadgeRealm.PIN);
        press("Save and sign in");
        hasArrived();

        again();
        scan(badge);
        inspect(look, "pin");
        enter("00000000");
        says("The PIN was wrong.");
        inspect(look, "wrong");
        enter(BadgeRealm.PIN);
        assertThat(page.locator("#blokbadge-failed")).hasText("Wrong PINs since you last used your badge: 1");
        inspect(look, "notice");
        press("Continue");
        hasArrived();
    }

    /** The new colleague chooses a PIN, the manager scans and types beside: no code, no letter. */
    @ParameterizedTest
    @EnumSource(
            value = Look.class,
            names = {"LIGHT", "NARROW"})
    void aManagerStandsBy(Look look) {
        open(look);
        ward.realm.admin().send("POST", ward.realm.path("roles"), Map.of("name", "badge-issuer"));
        String boss = ward.realm.createUser(UserSpec.named("boss" + ++persons).name("Robin", "Berg"));
        ward.give(boss, "manage-users", "badge-issuer");
        PaperBadge bosses = ward.active(boss);
        PaperBadge badge = ward.paper(ward.issue(person(), "codeChannel", "supervised"));
        scan(badge);
        assertThat(field("code")).isHidden();
        inspect(look, "supervised");
        field("new").fill(BadgeRealm.PIN);
        field("again").fill(BadgeRealm.PIN);
        press("Continue");
        assertThat(page.locator("#blokbadge-vouch [data-vouched]")).containsText("You confirm that Jane Doe (person");
        inspect(look, "vouch");
        assertThat(field("voucher")).isFocused();
        field("voucher").pressSequentially(bosses.text);
        field("voucher").press("Enter");
        assertThat(page.locator("#blokbadge-voucher-name")).hasText("Robin B.");
        inspect(look, "vouch-pin");
        field("vouch-digits").fill("00000000");
        press("Confirm and finish");
        says("The PIN was wrong.");
        field("vouch-digits").fill(BadgeRealm.PIN);
        press("Confirm and finish");
        hasArrived();
    }

    /** A scanner presses the keys of a US keyboard; what comes of them is the workstation's affair. */
    @ParameterizedTest
    @EnumSource(Layout.class)
    void aScannerAtAnyKeyboard(Layout layout) {
        open(Look.LIGHT);
        String person = person();
        PaperBadge badge = ward.active(person);
        String text = badge.text;
        assertThat(text).matches("BB1[A-Z2-7]{64}");
        scan(layout, text);
        assertThat(field("digits")).isFocused();
        keepsNoSecret(badge);
        enter(BadgeRealm.PIN);
        arriveOrGoOn();
    }

    /** Not at a workstation's own page: somebody else's session in this browser ends before the PIN, here too. */
    @Test
    void somebodyElsesSessionEndsFirst() {
        open(Look.LIGHT);
        scan(ward.active(person()));
        enter(BadgeRealm.PIN);
        arriveOrGoOn();
        PaperBadge robin = ward.active(
                ward.realm.createUser(UserSpec.named("next" + ++persons).name("Robin", "Berg")));
        page.navigate(ward.authorization().toString());
        scan(robin);
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.");
        enter(BadgeRealm.PIN);
        arriveOrGoOn();
    }

    /** On a button, whose Enter the scanner would press; and where a page has no focus at all. */
    @ParameterizedTest
    @EnumSource(
            value = Layout.class,
            names = {"US", "GERMAN"})
    void aScanIsHeardWhereverTheFocusIs(Layout layout) {
        open(Look.LIGHT);
        PaperBadge badge = ward.active(person());
        page.locator("#blokbadge-camera-on").focus();
        scan(layout, badge.text);
        page.keyboard().press("Enter");
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Jane D.");
        PaperBadge next = ward.active(
                ward.realm.createUser(UserSpec.named("next" + ++persons).name("Robin", "Berg")));
        page.locator("#blokbadge-enter").focus();
        scan(layout, next.text);
        page.keyboard().press("Enter");
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.");
        page.evaluate("document.activeElement.blur()");
        page.keyboard().type(BadgeRealm.PIN);
        assertThat(field("digits")).hasValue(BadgeRealm.PIN);
    }

    /** A screen on the wall: no keyboard, fingers in gloves. */
    @ParameterizedTest
    @EnumSource(Look.class)
    void byTouchAlone(Look look) {
        open(look, true);
        PaperBadge badge = ward.active(person());
        scan(badge);
        assertThat(page.locator("#blokbadge-keypad")).isVisible();
        assertThat(field("digits")).hasAttribute("inputmode", "none");
        inspect(look, "keypad");
        page.locator("[data-key='9']").tap();
        page.locator("[data-key=delete]").tap();
        for (char digit : BadgeRealm.PIN.toCharArray()) {
            page.locator("[data-key='" + digit + "']").tap();
        }
        assertThat(field("digits")).hasValue(BadgeRealm.PIN);
        page.locator("#blokbadge-enter").tap();
        arriveOrGoOn();
    }

    /** Who wants the keypad beside a keyboard opens it, and can press its keys without a mouse. */
    @Test
    void theKeypadByKeyboard() {
        open(Look.LIGHT);
        scan(ward.active(person()));
        assertThat(field("digits")).isFocused();
        assertThat(page.locator("#blokbadge-keypad")).isHidden();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("#blokbadge-keypad")).isVisible();
        page.keyboard().press("Tab");
        page.keyboard().press("Space");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(field("digits")).hasValue("12");
        assertThat(page.locator("[data-key='2']")).isFocused();
        page.locator("[data-key='3']").click();
        assertThat(field("digits")).hasValue("123");
    }

    /** The one before has walked away between badge and PIN. */
    @ParameterizedTest
    @EnumSource(
            value = Layout.class,
            names = {"US", "FRENCH"})
    void theNextPersonsScanTakesOver(Layout layout) {
        open(Look.LIGHT);
        scan(ward.active(person()));
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Jane D.");
        PaperBadge next = ward.active(
                ward.realm.createUser(UserSpec.named("next" + ++persons).name("Robin", "Berg")));
        field("digits").pressSequentially("12");
        scan(layout, next.text);
        page.keyboard().press("Enter");
        assertThat(page.locator("#blokbadge-pin [data-name]")).hasText("Robin B.");
        assertThat(field("digits")).hasValue("");
        says("");
        keepsNoSecret(next);
        enter(BadgeRealm.PIN);
        arriveOrGoOn();
    }

    private void scan(Layout layout, String text) {
        CDPSession keyboard = page.context().newCDPSession(page);
        for (char each : text.toCharArray()) {
            layout.press(keyboard, each);
        }
    }

    enum Layout {
        US("", ""),
        GERMAN("YZ", "ZY"),
        FRENCH("AQZWM1234567", "QAWZ?&é\"'(-è"),
        /** Caps Lock is on, and the scanner holds Shift for capitals. */
        CAPS("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz");

        private final String keys;
        private final String signs;

        Layout(String keys, String signs) {
            this.keys = keys;
            this.signs = signs;
        }

        void press(CDPSession keyboard, char key) {
            int other = keys.indexOf(key);
            String sign = String.valueOf(other < 0 ? key : signs.charAt(other));
            JsonObject event = new JsonObject();
            event.addProperty("type", "keyDown");
            event.addProperty("code", Character.isDigit(key) ? "Digit" + key : "Key" + key);
            event.addProperty("key", sign);
            event.addProperty("text", sign);
            keyboard.send("Input.dispatchKeyEvent", event);
            event.addProperty("type", "keyUp");
            event.remove("text");
            keyboard.send("Input.dispatchKeyEvent", event);
        }
    }

    @Test
    void anotherPinIsChosenAfterTheOldOne() {
        open(Look.LIGHT);
        PaperBadge badge = ward.active(person());
        scan(badge);
        page.locator("#blokbadge-change").check();
        enter(BadgeRealm.PIN);
        assertThat(field("new")).isVisible();
        inspect(Look.LIGHT, "change");
        field("new").fill("27182819");
        field("again").fill("27182810");
        press("Save and sign in");
        says("The two PINs are not the same.");
        field("again").fill("27182819");
        press("Save and sign in");
        arriveOrGoOn();
        again();
        scan(badge);
        enter("27182819");
        arriveOrGoOn();
    }

    @Test
    void theNextBadgeTakesOverWithoutACode() {
        open(Look.LIGHT);
        String person = person();
        PaperBadge old = ward.active(person);
        PaperBadge next = ward.paper(ward.issue(person, "renews", old.bid));
        scan(old);
        enter(BadgeRealm.PIN);
        assertThat(field("next")).isVisible();
        inspect(Look.LIGHT, "renew");
        field("next").pressSequentially(next.text);
        field("next").press("Enter");
        arriveOrGoOn();
        again();
        scan(old);
        says("Another badge has taken the place of this one. Use the new one.");
        scan(next);
        enter(BadgeRealm.PIN);
        arriveOrGoOn();
    }

    @Test
    void whatIsNoBadgeOfTheHouseIsToldWithoutAskingTheServer() {
        open(Look.LIGHT);
        int[] calls = new int[1];
        page.onRequest(request -> calls[0] += "POST".equals(request.method()) ? 1 : 0);
        PaperBadge badge = ward.active(person());
        field("text").fill("https://example.org/");
        field("text").press("Enter");
        says("This is not a badge. Scan the square code on your badge.");
        field("text").fill(badge.text.substring(0, 60) + "AAAAAAA");
        says("The badge was not read well. Please scan it again.");
        assertThat(calls[0]).isZero();
    }

    @Test
    void whoeverLeavesIsForgotten() {
        open(Look.LIGHT);
        page.clock().install();
        PaperBadge badge = ward.active(person());
        again();
        scan(badge);
        assertThat(field("digits")).isVisible();
        page.clock().fastForward(46_000);
        says("Nobody has typed for a while, so your badge was forgotten. Please scan it again.");
        assertThat(field("text")).isVisible();
    }

    @Test
    void waitsAreCountedDown() {
        open(Look.NARROW);
        PaperBadge badge = ward.active(person());
        scan(badge);
        for (int i = 0; i < 3; i++) {
            enter("00000000");
            assertThat(page.locator("#blokbadge-alert")).containsText("The PIN was wrong.");
        }
        assertThat(page.locator("#blokbadge-wait")).isVisible();
        inspect(Look.NARROW, "wait");
        scan(badge);
        assertThat(page.locator("#blokbadge-alert"))
                .containsText("There were wrong PINs. Please wait before the next try.");
    }

    /** From the first key to the application. */
    @Test
    void byKeyboardAlone() {
        open(Look.LIGHT);
        PaperBadge badge = ward.active(person());
        assertThat(field("text")).isFocused();
        page.keyboard().type(badge.text);
        assertThat(field("digits")).isFocused();
        page.keyboard().type(BadgeRealm.PIN);
        page.keyboard().press("Enter");
        arriveOrGoOn();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"de:Halten Sie Ihren Ausweis", "fr:votre badge", "es:Acerque su tarjeta", "nl:Houd uw badge"})
    void inThePersonsLanguage(String expected) {
        ward.realm.update(json -> {
            json.put("internationalizationEnabled", true);
            json.putArray("supportedLocales")
                    .add("en")
                    .add("de")
                    .add("fr")
                    .add("es")
                    .add("nl");
        });
        chromium = Chromium.open(new Browser.NewContextOptions().setLocale(expected.substring(0, 2)));
        page = chromium.context().newPage();
        page.navigate(ward.authorization().toString());
        assertThat(page.locator("#blokbadge-scan")).containsText(expected.substring(3));
    }

    /** The page's arithmetic is the published one, with the browser's Ed25519 and with the library's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theArithmeticIsThePublishedOne(boolean ownEd25519) throws IOException {
        open(Look.LIGHT);
        JsonNode vectors = new ObjectMapper()
                .readTree(Settings.project()
                        .resolve("docs/protocol/blokbadge-v1-vectors.json")
                        .toFile());
        String module = page.locator("script[src*=blokbadge-sign-in]")
                .getAttribute("src")
                .replace("blokbadge-sign-in", "blokbadge-protocol");
        Object wrong = page.evaluate(CHECK, Map.of("vectors", vectors.toString(), "module", module, "own", ownEd25519));
        assertThat(wrong).asString().isEqualTo("[]");
    }

    private static final String CHECK = """
            async ({ vectors, module, own }) => {
              const wrong = [];
              if (!own) {
                const importKey = crypto.subtle.importKey.bind(crypto.subtle);
                crypto.subtle.importKey = (...all) =>
                  all[2] === 'Ed25519' ? Promise.reject(new Error('not here')) : importKey(...all);
              }
              const m = await import(module + (own ? '' : '?library'));
              const v = JSON.parse(vectors);
              const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
              const bytes = (text) => Uint8Array.from(text.match(/../g), (b) => parseInt(b, 16));
              const same = (is, shall, name) => is === shall || wrong.push(`${name}: ${is} and not ${shall}`);
              const keys = {};
              for (const d of v.derivations) {
                const badge = await m.parseBadge(d.payload, d.realmId);
                same(hex(badge.half), d.b, 'b');
                same(badge.bid, d.bid, 'bid');
                const b = await m.badgeKey(badge);
                same(hex(b.publicKey), d.B, 'B');
                same(hex(await m.pinToken(badge, d.epoch, d.pin, d.iterations)), d.t, 't');
                const a = await m.userKey(badge, d.epoch, bytes(d.y));
                same(hex(a.publicKey), d.A, 'A');
                keys[d.B] = b;
                keys[d.A] = a;
              }
              for (const r of v.refusedPayloads) {
                const reason = await m.parseBadge(r.text, v.derivations[0].realmId).then(() => 'taken', (e) => e.reason);
                same(reason, r.reason, r.name);
              }
              for (const p of v.pins) {
                same(m.digitsOf(p.typed), p.digits, p.typed);
              }
              const texts = {};
              for (const t of v.transcripts) {
                const extra = t.extraFields === null ? undefined : await m.extra(t.extraFields);
                const text = m.transcript({ ...t, extra, kioskId: t.kioskId === '-' ? null : t.kioskId });
                same(new TextDecoder().decode(text), t.transcript, t.name);
                texts[t.name] = [text, t.signatures.map((s) => bytes(s.signature))];
                for (const s of t.signatures) {
                  same(hex(await keys[s.key].sign(text)), s.signature, `${t.name} by ${s.signer}`);
                }
              }
              for (const k of v.kiosk) {
                const [text, signatures] = texts[k.transcriptOf];
                same(new TextDecoder().decode(await m.kioskText(text, ...signatures)), k.text, k.name);
              }
              const badge = await m.parseBadge(v.derivations[0].payload, v.derivations[0].realmId);
              for (const iterations of [1, 599_999, 3_000_001, NaN]) {
                same(await m.pinToken(badge, 1, '493817', iterations).then(() => 'taken', (e) => e.name), 'RangeError', iterations);
              }
              same(await m.pinToken(badge, 0, '493817', 600_000).then(() => 'taken', (e) => e.name), 'RangeError', 'epoch 0');
              return JSON.stringify(wrong);
            }""";

    private void open(Look look) {
        open(look, false);
    }

    private void open(Look look, boolean touch) {
        ward.realm.update(json -> json.put("loginTheme", look.theme));
        chromium = Chromium.open(new Browser.NewContextOptions()
                .setColorScheme(look.scheme)
                .setLocale("en")
                .setHasTouch(touch)
                .setIsMobile(touch)
                .setViewportSize(look.width, 900));
        BrowserContext context = chromium.context();
        context.route(
                url -> url.startsWith(BadgeRealm.CALLBACK),
                route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions().setBody("in")));
        page = context.newPage();
        page.setDefaultTimeout(Duration.ofSeconds(15).toMillis());
        again();
    }

    private void again() {
        page.context().clearCookies();
        page.navigate(ward.authorization().toString());
        assertThat(field("text")).isFocused();
    }

    private static String person() {
        return ward.person("person" + ++persons);
    }

    private void scan(PaperBadge badge) {
        assertThat(field("text")).isVisible();
        field("text").pressSequentially(badge.text);
        field("text").press("Enter");
        keepsNoSecret(badge);
    }

    private void enter(String pin) {
        field("digits").fill(pin);
        field("digits").press("Enter");
    }

    private Locator field(String name) {
        return page.locator("#blokbadge-" + name);
    }

    private void press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private void says(String text) {
        assertThat(page.locator("#blokbadge-alert")).hasText(text);
    }

    private void hasArrived() {
        page.waitForURL(url -> url.startsWith(BadgeRealm.CALLBACK));
    }

    /** To the application, or by way of the notices. */
    private void arriveOrGoOn() {
        page.waitForCondition(() -> page.url().startsWith(BadgeRealm.CALLBACK)
                || page.locator("#blokbadge-continue").isVisible());
        if (!page.url().startsWith(BadgeRealm.CALLBACK)) {
            press("Continue");
            hasArrived();
        }
    }

    /** Neither in the page nor where a browser keeps things. */
    private void keepsNoSecret(PaperBadge badge) {
        String all = (String) page.evaluate(
                "JSON.stringify([location.href, document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage },"
                        + " [...document.querySelectorAll('input')].map((input) => input.value)])");
        assertThat(all).doesNotContain(badge.text.substring(3, 60)).doesNotContain(badge.half());
    }

    private void inspect(Look look, String name) {
        Chromium.screenshot(page, "badge-" + look.name().toLowerCase(java.util.Locale.ROOT) + "-" + name);
        if (look != Look.KEYCLOAK) {
            Chromium.axe(page);
            assertThat(page.evaluate(SMALL_TARGETS)).asString().isEqualTo("[]");
        }
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        chromium.assertNoProblems();
    }
}
