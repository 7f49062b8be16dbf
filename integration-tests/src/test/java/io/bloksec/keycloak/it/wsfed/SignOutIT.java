package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The session ends, and the person leaves through a registered address or not at all. */
class SignOutIT {

    private static WsFedRealm wsfed;

    private final WebUser browser =
            new WebUser().stopBefore(uri -> !uri.getHost().equals("localhost"));

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("sign-out");
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    /** As Entra ID does it: no relying party named. */
    @Test
    void endsTheSessionAndLeavesThroughARegisteredAddress() {
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));

        Page left = browser.get(signOut("wreply", REPLY));

        assertThat(left.isRedirect()).as(left.text()).isTrue();
        assertThat(left.location()).isEqualTo(URI.create(REPLY));
        assertThat(KeycloakLogin.isShown(browser.get(wsfed.signIn(PLAIN)))).isTrue();
        wsfed.realm.awaitEvent(event -> event.type().equals("LOGOUT"));
    }

    @Test
    void withoutAnAddressItEndsAtAPage() {
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));

        Page page = browser.get(signOut());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("logged out");
        assertThat(KeycloakLogin.isShown(browser.get(wsfed.signIn(PLAIN)))).isTrue();
    }

    @Test
    void aForeignAddressIsRefusedAndTheSessionStays() {
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        for (String address :
                new String[] {"https://evil.example/", "javascript:alert(1)", REPLY + "/x", "//evil.example"}) {
            Page page = browser.get(signOut("wreply", address));

            assertThat(page.status()).as(address).isEqualTo(400);
            assertThat(page.body()).doesNotContain("evil.example");
        }
        wsfed.answer(browser.get(wsfed.signIn(PLAIN)));
    }

    @Test
    void withoutASessionItLeavesToo() {
        Page left = browser.get(signOut("wreply", REPLY, "wtrealm", ENTRA));

        assertThat(left.location()).isEqualTo(URI.create(REPLY));
    }

    /** Somebody else's link to the address where relying parties come back. */
    @Test
    void comingBackFromNowhereEndsNothing() {
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));

        Page page = browser.get(URI.create(wsfed.endpoint() + "/signed-out?wreply=https://evil.example/"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("evil.example");
        wsfed.answer(browser.get(wsfed.signIn(PLAIN)));
    }

    /** Ended from another protocol: each relying party with an address is visited, then the session is gone. */
    @Test
    void aSessionThatEndsOtherwiseVisitsTheRelyingParties() {
        wsfed.set(ENTRA, Map.of("wsfed.signout.url", "https://rp.example/login.srf?keep=1"));
        try {
            wsfed.signInAna(browser, wsfed.signIn(ENTRA));
            wsfed.answer(browser.get(wsfed.signIn(PLAIN)));

            Page confirm = browser.get(wsfed.realm.url("protocol/openid-connect/logout"));
            Page visited = confirm.form().submit();

            assertThat(visited.isRedirect()).as(visited.text()).isTrue();
            assertThat(visited.location().toString())
                    .startsWith("https://rp.example/login.srf?keep=1&wa=wsignoutcleanup1.0&wreply=");
            String back = URLDecoder.decode(
                    visited.location().getRawQuery().replaceAll(".*wreply=", ""), StandardCharsets.UTF_8);
            assertThat(back).isEqualTo(wsfed.endpoint() + "/signed-out");
            assertThat(browser.get(URI.create(back)).text()).contains("logged out");
            assertThat(KeycloakLogin.isShown(browser.get(wsfed.signIn(PLAIN)))).isTrue();
        } finally {
            wsfed.set(ENTRA, Map.of("wsfed.signout.url", ""));
        }
    }

    private static URI signOut(String... parameters) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("wa", "wsignout1.0");
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        return URI.create(wsfed.endpoint() + "?" + WsFedRealm.query(all));
    }
}
