package io.bloksec.keycloak.it.blokkey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.bloksec.keycloak.it.house.ChildTheme;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Enrolment;
import io.bloksec.phone.Phone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state of BlokKey's pages: for everyone, on every screen, in Keycloak's own theme, in ours and in one that builds on it, and by keyboard alone. */
class BlokKeyLookIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String FLOW = "BlokKey only level 2";

    /** What is too small for a thumb. */
    private static final String SMALL_TARGETS =
            "[...document.querySelectorAll('a, button, select, input')].filter(e => e.offsetParent !== null)"
                    + ".filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)";

    private static BlokKeyRealm realm;
    private static ChildTheme child;
    private static int persons;

    private Look look;
    private Chromium chromium;

    enum Look {
        KEYCLOAK("keycloak.v2", ColorScheme.LIGHT, 1280),
        LIGHT("bloksec", ColorScheme.LIGHT, 1280),
        DARK("bloksec", ColorScheme.DARK, 1280),
        NARROW("bloksec", ColorScheme.LIGHT, 320),
        CHILD("it-child-of-bloksec", ColorScheme.LIGHT, 1280);

        final String theme;
        final ColorScheme scheme;
        final int width;

        Look(String theme, ColorScheme scheme, int width) {
            this.theme = theme;
            this.scheme = scheme;
            this.width = width;
        }

        boolean isOurs() {
            return this != KEYCLOAK;
        }
    }

    @BeforeAll
    static void create() {
        child = ChildTheme.of("bloksec");
        realm = BlokKeyRealm.create("blokkey-look");
        realm.addFlow("blokkey-with-recovery-codes");
        realm.realm.update(json -> json.put("displayName", "Northwind Hospital"));
    }

    @AfterAll
    static void remove() {
        realm.close();
        child.close();
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void byName(Look how) {
        as(how);
        UserSpec person = person();
        Phone phone = realm.enrol(person);
        SignInScreen screen = SignInScreen.open(realm, chromium.context());
        screen.code();
        inspect(screen, "start");
        screen.name(person.username()).says(SignInScreen.WAITING);
        String number = screen.number();
        inspect(screen, "push");
        screen.press("Show a QR code instead");
        assertThat(screen.code()).startsWith(phone.app());
        inspect(screen, "push-and-code");
        phone.showAndApprove(waiting(phone).id(), number, false);
        screen.hasArrived();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void byCode(Look how) {
        as(how);
        Phone phone = realm.enrol(person());
        SignInScreen screen = SignInScreen.open(realm, chromium.context());
        ApprovalRequest request = phone.scan(screen.code());
        screen.says("Your phone has read the code. Please answer there.");
        inspect(screen, "scanned");
        phone.showAndApprove(request.id(), null, false);
        screen.isTitled("Is this you?");
        inspect(screen, "confirm");
        screen.press("No, that is not me");
        request = phone.scan(screen.code());
        phone.deny(request);
        screen.says("The sign-in was denied on the phone.");
        inspect(screen, "denied");
        screen.press("Show a new code");
        screen.code();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void whereALinkNamesThePerson(Look how) {
        as(how);
        SignInScreen screen = SignInScreen.open(
                realm, chromium.context(), "login_hint=a.very.long.name.of.somebody@department.hospital.example");
        assertThat(screen.button("Ask my phone")).isVisible();
        inspect(screen, "link");
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void thePhoneIsSetUp(Look how) {
        as(how);
        UserSpec person = person();
        Phone first = enrol(person, "");
        realm.update(first.userId(), user -> user.putArray("requiredActions").add("blokkey-enrol"));
        enrol(person, "second-");
    }

    /** Keycloak's own theme leaves the name beside the arrow without a label, and so is left out. */
    @ParameterizedTest
    @EnumSource(value = Look.class, mode = EnumSource.Mode.EXCLUDE, names = "KEYCLOAK")
    void withoutThePhone(Look how) {
        as(how);
        UserSpec person = person();
        Phone phone = realm.enrol(person);
        realm.useFlow(BlokKeyRealm.APP, "BlokKey with recovery codes");
        realm.passcode(phone.userId());
        SignInScreen screen = SignInScreen.open(realm, chromium.context());
        screen.page.fill("#username", person.username());
        screen.page.click("#kc-login");
        screen.number();
        inspect(screen, "fixed-name");
        screen.choose("Sign in with a passcode");
        inspect(screen, "passcode");
        screen.page.fill("#passcode", "AAAAA AAAAA");
        screen.press("Continue");
        assertThat(screen.page.getByText("This passcode is wrong or has ended.").first())
                .isVisible();
        inspect(screen, "passcode-wrong");
    }

    /** From the first key to the application, and each stop on the way can be seen. */
    @Test
    void byKeyboardAlone() {
        as(Look.LIGHT);
        UserSpec person = person();
        Phone phone = realm.enrol(person);
        SignInScreen screen = SignInScreen.open(realm, chromium.context());
        screen.code();
        focus(screen.page, "username");
        screen.page.keyboard().type(person.username());
        focus(screen.page, "blokkey-name-go");
        screen.page.keyboard().press("Enter");
        screen.says(SignInScreen.WAITING).number();
        focus(screen.page, "blokkey-show-qr");
        screen.page.keyboard().press("Enter");

        phone.showAndApprove(phone.scan(screen.code()).id(), null, false);
        screen.hasArrived();
    }

    @Test
    void byKeyboardTheQuestionWhoItIs() {
        as(Look.LIGHT);
        Phone phone = realm.enrol(person());
        SignInScreen screen = SignInScreen.open(realm, chromium.context());
        phone.showAndApprove(phone.scan(screen.code()).id(), null, false);
        screen.isTitled("Is this you?");
        focus(screen.page, "blokkey-not-me");
        focus(screen.page, "blokkey-yes");
        screen.page.keyboard().press("Enter");
        screen.hasArrived();
    }

    private Phone enrol(UserSpec person, String which) {
        chromium.context().clearCookies();
        SignInScreen screen = new SignInScreen(chromium.newPage());
        screen.page.navigate(realm.authorization("enrolment").toString());
        KeycloakLogin.signIn(screen.page, person);
        inspect(screen, which + "enrol-begin");
        screen.press("Start");
        Enrolment enrolment = Enrolment.start(realm.realm.url().toString(), screen.code())
                .named("Ana's phone", "Pixel 9", "Android 16");
        inspect(screen, which + "enrol-code");
        String digits = enrolment.finish().code();
        screen.press("My phone shows six digits");
        inspect(screen, which + "enrol-digits");
        screen.page.fill("#code", "000000");
        screen.press("Continue");
        assertThat(screen.page.getByText("These are not the digits").first()).isVisible();
        inspect(screen, which + "enrol-wrong-digits");
        screen.page.fill("#code", digits);
        screen.press("Continue");
        if (which.isEmpty()) {
            screen.page.check("#kcRecoveryCodesConfirmationCheck");
            screen.page.click("#saveRecoveryAuthnCodesBtn");
        } else {
            assertThat(screen.page.locator("#blokkey-asked")).isVisible();
            inspect(screen, which + "enrol-ask");
            return null;
        }
        screen.hasArrived();
        return enrolment.phone();
    }

    private void as(Look how) {
        look = how;
        realm.realm.update(json -> json.put("loginTheme", how.theme));
        realm.useFlow(BlokKeyRealm.APP, "BlokKey only");
        realm.configure(FLOW, Map.of("blokkey.push-unknown", "always"));
        chromium = Chromium.open(
                new Browser.NewContextOptions().setColorScheme(how.scheme).setViewportSize(how.width, 740));
    }

    private void inspect(SignInScreen screen, String state) {
        Page page = screen.page;
        String name = "blokkey-" + state + "-" + look.name().toLowerCase();
        Chromium.screenshot(page, name);
        Chromium.axe(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("no scrolling sideways: " + name)
                .isEqualTo(true);
        assertThat(page.locator("body." + ChildTheme.BODY).count()).isEqualTo(look == Look.CHILD ? 1 : 0);
        if (look.isOurs()) {
            assertThat((List<?>) page.evaluate(SMALL_TARGETS))
                    .as("targets under 44 px: " + name)
                    .isEmpty();
        }
    }

    /** By the tabulator key alone, and where the focus is can be seen. */
    private static void focus(Page page, String id) {
        Locator wanted = page.locator("#" + id);
        assertThat(wanted).isVisible();
        for (int i = 0; i < 20; i++) {
            if (wanted.evaluate("element => element === document.activeElement").equals(true)) {
                assertThat(wanted.evaluate("element => [element, element.parentElement].some("
                                + "e => getComputedStyle(e).outlineStyle !== 'none')"))
                        .as("the focus on " + id + " can be seen")
                        .isEqualTo(true);
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("The tabulator key does not lead to " + id);
    }

    private static UserSpec person() {
        UserSpec person = BlokKeyRealm.person("look" + ++persons + "@corp.example");
        realm.realm.createUser(person);
        return person;
    }

    private static ApprovalRequest waiting(Phone phone) {
        return Poll.value(
                "a request on the phone", LIMIT, () -> phone.list().stream().findFirst());
    }
}
