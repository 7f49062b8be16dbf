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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
            assertThat(page.text()).contains("Sign-out is not possible");
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

    /** With one to tell, it is visited at the top, where its cookies are its own; Keycloak's session has ended before. */
    @Test
    void theOnlyRelyingPartyIsVisited() {
        wsfed.set(ENTRA, Map.of("wsfed.signout.url", "https://rp.example/login.srf?keep=1"));
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        wsfed.answer(browser.get(wsfed.signIn(PLAIN)));

        Page visited = browser.get(signOut("wreply", REPLY));

        assertThat(visited.location().toString())
                .startsWith("https://rp.example/login.srf?keep=1&wa=wsignoutcleanup1.0");
        assertThat(KeycloakLogin.isShown(browser.get(wsfed.signIn(PLAIN))))
                .as("also where the relying party never comes back")
                .isTrue();
        assertThat(browser.get(back(visited)).location()).isEqualTo(URI.create(REPLY));
    }

    @Test
    void severalAreToldInFramesAndThenTheBrowserGoesOn() {
        wsfed.set(ENTRA, Map.of("wsfed.signout.url", "https://one.example/out?a=b"));
        wsfed.set(PLAIN, Map.of("wsfed.signout.url", "https://two.example:8443/out"));
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        wsfed.answer(browser.get(wsfed.signIn(PLAIN)));

        Page page = browser.get(signOut("wreply", REPLY));

        assertThat(page.html().select("#wsfed-sign-out iframe").eachAttr("src"))
                .containsExactlyInAnyOrder(
                        "https://one.example/out?a=b&wa=wsignoutcleanup1.0",
                        "https://two.example:8443/out?wa=wsignoutcleanup1.0");
        assertThat(page.html().select("#wsfed-sign-out li a").eachAttr("href"))
                .hasSize(2)
                .allMatch(address -> address.contains("wa=wsignoutcleanup1.0"));
        assertThat(page.html().select("iframe").eachAttr("sandbox"))
                .hasSize(2)
                .allMatch(sandbox -> !sandbox.contains("top-navigation"));
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .containsPattern("frame-src [^;]*https://one\\.example")
                .containsPattern("frame-src [^;]*https://two\\.example:8443");
        assertThat(page.link("#wsfed-onward").uri()).isEqualTo(URI.create(REPLY));
        assertThat(KeycloakLogin.isShown(browser.get(wsfed.signIn(PLAIN)))).isTrue();
    }

    /** First the page with the frames, then those that come back, one after the other, then the address that was asked for. */
    @Test
    void whoComesBackIsVisitedAfterTheFrames() {
        wsfed.set(ENTRA, Map.of("wsfed.signout.url", "https://one.example/out", "wsfed.signout.by", "redirect"));
        wsfed.set(PLAIN, Map.of("wsfed.signout.url", "https://two.example/out"));
        wsfed.createClient(Map.of(
                "clientId",
                "urn:third",
                "redirectUris",
                List.of(REPLY),
                "attributes",
                Map.of("wsfed.signout.url", "https://three.example/out", "wsfed.signout.by", "redirect")));
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        wsfed.answer(browser.get(wsfed.signIn(PLAIN)));
        wsfed.answer(browser.get(wsfed.signIn("urn:third")));

        Page page = browser.get(signOut("wreply", REPLY));
        assertThat(page.html().select("#wsfed-sign-out iframe").eachAttr("src"))
                .containsExactly("https://two.example/out?wa=wsignoutcleanup1.0");
        Page first = page.link("#wsfed-onward").follow();
        Page second = browser.get(back(first));
        assertThat(List.of(first.location().getHost(), second.location().getHost()))
                .containsExactlyInAnyOrder("one.example", "three.example");
        assertThat(browser.get(back(second)).location()).isEqualTo(URI.create(REPLY));
    }

    /** What comes back from relying parties comes from anyone. */
    @Test
    void aForgedWayBackLeadsNowhereElse() {
        wsfed.set(ENTRA, Map.of("wsfed.signout.url", "https://one.example/out"));
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        String entra = wsfed.realm.client(ENTRA).get("id").asText();
        String plain = wsfed.realm.client(PLAIN).get("id").asText();
        for (String query : new String[] {
            "?wreply=https%3A%2F%2Fevil.example%2F",
            "?next=https%3A%2F%2Fevil.example%2F",
            "?next=" + plain + "&wreply=https%3A%2F%2Fevil.example%2F",
            "?next=,,%3Cscript%3E&wreply=javascript:alert(1)",
            "?wreply=" + REPLY + "&wreply=https%3A%2F%2Fevil.example%2F"
        }) {
            Page page = browser.get(URI.create(wsfed.endpoint() + "/signed-out" + query));
            if (page.isRedirect()) {
                assertThat(page.location()).as(query).isEqualTo(URI.create(REPLY));
            } else {
                assertThat(page.status()).as(query).isEqualTo(200);
                assertThat(page.body()).as(query).doesNotContain("evil.example", "<script>alert");
            }
        }
        Page visited = browser.get(
                URI.create(wsfed.endpoint() + "/signed-out?next=" + entra + "&wreply=https%3A%2F%2Fevil.example%2F"));
        assertThat(visited.location().toString())
                .startsWith("https://one.example/out?wa=wsignoutcleanup1.0")
                .doesNotContain("evil.example");
        assertThat(wsfed.answer(browser.get(wsfed.signIn(PLAIN))).wresult())
                .as("no session was ended by all this")
                .isNotEmpty();
    }

    @Test
    void whereTheRealmAsksOnlyThePersonSaysYes() {
        wsfed.realm.update(realm -> realm.withObject("/attributes").put("wsfed.signout.confirm", "true"));
        try {
            wsfed.signInAna(browser, wsfed.signIn(ENTRA));
            Page question = browser.get(signOut("wreply", REPLY));
            assertThat(question.has("form#wsfed-confirm")).as(question.text()).isTrue();
            assertThat(question.header("X-Frame-Options")).contains("SAMEORIGIN");

            WebUser attacker = new WebUser().stopBefore(uri -> !uri.getHost().equals("localhost"));
            wsfed.signInAna(attacker, wsfed.signIn(ENTRA));
            String theirs = attacker.get(signOut()).form("form#wsfed-confirm").value("confirmation");
            for (String secret : new String[] {"", "x", theirs}) {
                Page again = browser.post(
                        wsfed.endpoint(),
                        Map.of("wa", "wsignout1.0", "wreply", REPLY, "confirmation", secret),
                        URI.create("https://evil.example/"));
                assertThat(again.has("form#wsfed-confirm")).as(secret).isTrue();
            }
            Page linked = browser.get(signOut("wreply", REPLY, "confirmation", lastSecret(browser)));
            assertThat(linked.has("form#wsfed-confirm"))
                    .as("a secret in an address")
                    .isTrue();
            wsfed.answer(browser.get(wsfed.signIn(PLAIN)));

            Page left = browser.get(signOut("wreply", REPLY))
                    .form("form#wsfed-confirm")
                    .submit();
            assertThat(left.location()).isEqualTo(URI.create(REPLY));
            assertThat(KeycloakLogin.isShown(browser.get(wsfed.signIn(PLAIN)))).isTrue();
            assertThat(browser.get(signOut("wreply", REPLY)).location())
                    .as("who is not signed in is not asked")
                    .isEqualTo(URI.create(REPLY));
        } finally {
            wsfed.realm.update(realm -> realm.withObject("/attributes").put("wsfed.signout.confirm", ""));
        }
    }

    private static String lastSecret(WebUser browser) {
        return browser.get(signOut()).form("form#wsfed-confirm").value("confirmation");
    }

    @AfterEach
    void nobodyIsTold() {
        for (String client : new String[] {ENTRA, PLAIN}) {
            wsfed.set(client, Map.of("wsfed.signout.url", "", "wsfed.signout.by", ""));
        }
    }

    private static URI back(Page visited) {
        return URI.create(URLDecoder.decode(
                visited.location().getRawQuery().replaceAll(".*wreply=", ""), StandardCharsets.UTF_8));
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
