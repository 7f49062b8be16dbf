package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.UserSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every screen of the phone's app: for everyone, by day and by night, in another language, and on the smallest phone. */
class BlokKeyAppLookIT {

    /** What is too small for a thumb. */
    private static final String SMALL_TARGETS =
            "[...document.querySelectorAll('a, button, select, input, summary')].filter(e => e.offsetParent !== null)"
                    + ".filter(e => (e.closest('label') ?? e).getBoundingClientRect().height < 43.5).map(e => e.outerHTML)";

    /** Behind an open question, nothing can be reached. */
    private static final String EVERY_CONTROL = """
            () => {
              const within = document.querySelector('dialog[open]') ?? document;
              const all = within.querySelectorAll('a[href], button:enabled, input:enabled, select:enabled, summary');
              window.unreached = new Set([...all].filter(e => e.checkVisibility()));
              return window.unreached.size;
            }""";

    /** The element that has the focus where nothing shows that it has; empty where something does. */
    private static final String FOCUS = """
            () => {
              const here = document.activeElement;
              const isNew = window.unreached.delete(here);
              const shown = [here, here.parentElement].some(e => e && getComputedStyle(e).outlineStyle !== 'none');
              return isNew && !shown ? here.outerHTML : '';
            }""";

    private static BlokKeyRealm realm;

    enum Look {
        LIGHT("en-GB", ColorScheme.LIGHT, 390),
        DARK("en-GB", ColorScheme.DARK, 390),
        GERMAN("de-DE", ColorScheme.LIGHT, 390),
        NARROW("fr-FR", ColorScheme.LIGHT, 320),
        /** No language of ours is written so: English stands in for one that is. */
        RIGHT_TO_LEFT("en-GB", ColorScheme.LIGHT, 320);

        final String language;
        final ColorScheme scheme;
        final int width;

        Look(String language, ColorScheme scheme, int width) {
            this.language = language;
            this.scheme = scheme;
            this.width = width;
        }
    }

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("blokkey-app-look");
        realm.realm.update(json -> json.put("displayName", "Northwind Hospital"));
        realm.configure("BlokKey only level 2", Map.of("blokkey.life", "120", "blokkey.push-unknown", "always"));
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void everyScreen(Look look) {
        UserSpec person = BlokKeyRealm.person("look" + look.ordinal() + "@corp.example");
        realm.realm.createUser(person);
        String name = look.name().toLowerCase(java.util.Locale.ROOT);
        try (Chromium desktop = Chromium.open();
                PhoneApp phone = PhoneApp.open(
                        realm,
                        options -> options.setLocale(look.language)
                                .setColorScheme(look.scheme)
                                .setViewportSize(look.width, 844))) {
            look(phone.open(""), "h1", name, "welcome");
            look(phone.open("#type"), "#code", name, "type");
            look(phone.open("#help"), ".question", name, "help");
            look(phone.open("#scan"), ".finder", name, "scan");
            io.bloksec.keycloak.it.house.Page ticket = realm.ticket(person);
            phone.page.navigate(BlokKeyRealm.link(ticket));
            look(phone, "#name", name, "set-up");
            phone.page.locator("button.main").click();
            look(phone, ".digits", name, "digits");
            BlokKeyRealm.keepCodes(BlokKeyRealm.typeDigits(ticket, phone.digits()));
            look(phone, ".sign.good", name, "is-set-up");
            phone.open("");
            look(phone, ".none", name, "nothing-waits");
            SignInScreen screen = SignInScreen.open(realm, desktop.context()).name(person.username());
            String number = screen.number();
            look(phone, "a.card", name, "waiting");
            phone.page.locator("a.card").click();
            look(phone, "#number", name, "request");
            phone.page.locator("button.link").click();
            look(phone, "dialog", name, "report");
            phone.page.keyboard().press("Escape");
            phone.type(number);
            phone.page.locator("button.good:not([disabled])").click();
            look(phone, ".sign.good", name, "approved");
            screen.hasArrived();
            look(phone.open("#history"), ".card", name, "history");
            look(phone.open("#browsers"), ".none", name, "browsers");
            look(phone.open("#this-phone"), ".facts", name, "this-phone");
            look(phone.open("#removed"), ".sign", name, "removed");
        }
    }

    private static void look(PhoneApp phone, String shows, String look, String screen) {
        phone.page.locator(shows).first().waitFor();
        if (look.equals("right_to_left")) {
            phone.page.evaluate("document.documentElement.dir = 'rtl'");
        }
        phone.isAccessible();
        assertThat((List<?>) phone.page.evaluate(SMALL_TARGETS)).as(screen).isEmpty();
        assertThat(phone.page.locator("main").innerText())
                .as("texts that are missing on " + screen)
                .doesNotContainPattern("\\b(welcome|enrol|request|problem|history|this-phone|help|scan|type)\\.[a-z]");
        phone.screenshot(screen + "-" + look);
        byKeyboard(phone, screen);
    }

    /** The tabulator key leads to everything that can be pressed or typed into, and each stop can be seen. */
    private static void byKeyboard(PhoneApp phone, String screen) {
        int all = (int) phone.page.evaluate(EVERY_CONTROL);
        for (int i = 0; i <= all + 2; i++) {
            phone.page.keyboard().press("Tab");
            assertThat(phone.page.evaluate(FOCUS))
                    .as("a focus that is seen on " + screen)
                    .isEqualTo("");
        }
        assertThat((List<?>) phone.page.evaluate("[...window.unreached].map(e => e.outerHTML)"))
                .as("not reached by the tabulator key on " + screen)
                .isEmpty();
    }
}
