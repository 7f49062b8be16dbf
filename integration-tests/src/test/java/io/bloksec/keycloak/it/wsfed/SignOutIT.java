package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
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

    private static URI signOut(String... parameters) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("wa", "wsignout1.0");
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        return URI.create(wsfed.endpoint() + "?" + WsFedRealm.query(all));
    }
}
