package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People who mean harm, at every door of the protocol; docs/threat-model.md says which attack is which test. */
class AttacksIT {

    private static final String METADATA = "/FederationMetadata/2007-06/FederationMetadata.xml";
    private static final String SIGNED_OUT = "/signed-out";

    /** What a request may carry, our own and others' fields. */
    private static final List<String> PARAMETERS = List.of(
            "wa",
            "wtrealm",
            "wreply",
            "wctx",
            "wfresh",
            "wauth",
            "whr",
            "wreq",
            "wct",
            "wp",
            "wres",
            "wreqptr",
            "wresultptr",
            "username",
            "login_hint",
            "domain_hint",
            "mkt",
            "lc",
            "ui_locales",
            "prompt",
            "client-request-id",
            "confirmation",
            "next",
            "domain");

    private static WsFedRealm wsfed;

    private final WebUser browser =
            new WebUser().stopBefore(uri -> !uri.getHost().equals("localhost"));

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("attacks");
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @AfterEach
    void nobodyIsTold() {
        wsfed.set(ENTRA, Map.of("wsfed.signout.url", ""));
    }

    /** {@value WsFedRealm#REPLY} is registered; none of these is the same, character by character. */
    static Stream<String> addresses() {
        return Stream.of(
                "https://evil.example/",
                "https://rp.example/login.srf/",
                "https://rp.example/login.srf?",
                "https://rp.example/login.srf#",
                "https://rp.example/login.srf#//evil.example",
                "https://rp.example/login.srf/..",
                "https://rp.example/login.srf/../../evil",
                "https://rp.example/login.srf%2f..",
                "https://rp.example/login%2Esrf",
                "https://rp.example/LOGIN.SRF",
                "https://RP.EXAMPLE/login.srf",
                "HTTPS://rp.example/login.srf",
                "http://rp.example/login.srf",
                "https://rp.example:443/login.srf",
                "https://rp.example./login.srf",
                "https://rp.example.evil.example/login.srf",
                "https://rp.example@evil.example/login.srf",
                "https://rp.example:pw@evil.example/login.srf",
                "https://rp.example\\@evil.example/login.srf",
                "https://rp.example\\login.srf",
                "https:\\\\rp.example\\login.srf",
                "https://evil.example\\.rp.example/login.srf",
                "https://evil.example/https://rp.example/login.srf",
                "https://evil.example?https://rp.example/login.srf",
                "https:rp.example/login.srf",
                "//rp.example/login.srf",
                "///evil.example/login.srf",
                "/login.srf",
                "https://r\u0440.example/login.srf",
                "https://xn--r-0tb.example/login.srf",
                "https://rp\uFF0Eexample/login.srf",
                "https://rp.example/login.srf\u0000",
                "https://rp.example/login.srf\r\nX-Injected: 1",
                " https://rp.example/login.srf",
                "https://rp.example/login.srf ",
                "\thttps://rp.example/login.srf",
                "javascript:alert(1)//https://rp.example/login.srf",
                "JaVaScRiPt:alert(1)",
                "java\tscript:alert(1)",
                "data:text/html,<script>alert(1)</script>",
                "vbscript:x",
                "blob:https://rp.example/login.srf",
                "view-source:https://rp.example/login.srf",
                "*",
                "https://*/login.srf");
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void noAnswerGoesToAnAddressThatIsNotRegistered(String wreply) {
        isRefused(browser.get(wsfed.signIn(ENTRA, "wreply", wreply)), wreply);
        isRefused(
                browser.post(
                        wsfed.endpoint(),
                        WsFedRealm.parameters("wsignin1.0", ENTRA, "wreply", wreply),
                        URI.create("https://evil.example/")),
                wreply);
        isRefused(browser.get(signOut("wreply", wreply)), wreply);
        isRefused(browser.get(signOut("wreply", wreply, "wtrealm", ENTRA)), wreply);

        Page back = browser.get(URI.create(wsfed.endpoint() + SIGNED_OUT + "?wreply=" + encoded(wreply)));
        assertThat(back.isRedirect()).as(wreply).isFalse();
        assertThat(back.status()).isIn(200, 400);
        showsNothingOf(back, wreply);
    }

    /** Above all not to somebody who is signed in, where there is no page in between. */
    @Test
    void norWithASession() {
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        addresses().forEach(wreply -> {
            isRefused(browser.get(wsfed.signIn(ENTRA, "wreply", wreply)), wreply);
            isRefused(browser.get(signOut("wreply", wreply)), wreply);
        });
        assertThat(wsfed.answer(browser.get(wsfed.signIn(ENTRA))).action())
                .as("and the session is still there")
                .isEqualTo(URI.create(REPLY));
    }

    /** Each parameter with each kind of nonsense at each door: a page or a redirect of ours, and nothing of how it is made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"'><img src=x onerror=alert(1)><script>alert(1)</script>",
                "${7*7}<#assign x=7*7>#{7*7}{{7*7}}",
                "a\r\nX-Injected: 1\r\nSet-Cookie: injected=1",
                "\u0000\u0001\u001F\u007F\u0085",
                "\uFFFE\uFFFF\uFEFF\u202E\uD83D\uDE00",
                "../../../../etc/passwd",
                "%00%0d%0a%25%7b",
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
                "' OR 1=1 --",
                "-9223372036854775809"
            })
    void nonsenseIsAnsweredAndNotShown(String nonsense) {
        for (String parameter : PARAMETERS) {
            for (Page page : everyDoor(parameter, nonsense)) {
                isOurs(page, parameter);
                assertThat(page.html().select("img[src=x], script:containsData(alert)"))
                        .as(parameter)
                        .isEmpty();
                assertThat(page.body()).as(parameter).doesNotContain("root:x:", "7*7=49", ">49<");
            }
        }
        assertThat(browser.cookies()).noneMatch(cookie -> cookie.name().equals("injected"));
    }

    @Test
    void whatIsHugeIsRefusedOrCutOff() {
        String huge = "x".repeat(100_000);
        for (String parameter : PARAMETERS) {
            Map<String, String> fields = WsFedRealm.parameters("wsignin1.0", ENTRA);
            fields.put(parameter, huge);
            Page page = browser.post(wsfed.endpoint(), fields, URI.create("https://evil.example/"));
            assertThat(page.status()).as(parameter).isLessThan(500);
            assertThat(page.body()).as(parameter).doesNotContain(huge);
        }
        for (String door : List.of("", METADATA, SIGNED_OUT)) {
            Page page = browser.get(URI.create(wsfed.endpoint() + door + "?wtrealm=" + "x".repeat(20_000)));
            assertThat(page.status()).as(door).isLessThan(500);
        }
    }

    @Test
    void otherMethodsAndBodiesAreNotUnderstood() {
        for (String door : List.of("", METADATA, SIGNED_OUT)) {
            for (String method : List.of("PUT", "DELETE", "PATCH", "POST")) {
                for (String type : List.of("application/json", "text/xml", "multipart/form-data", "text/plain")) {
                    Page page = browser.send(method, URI.create(wsfed.endpoint() + door), type, "<a/>{\"a\":1}");
                    assertThat(page.status())
                            .as(method + " " + door + " " + type)
                            .isBetween(400, 499);
                    leaksNothing(page, method);
                }
            }
        }
    }

    /** Nothing that a request names is fetched: not by pointers, not by XML. */
    @Test
    void nobodyCanMakeTheServerAskSomebodyElse() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer trap = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        trap.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        trap.start();
        try {
            String address = "http://localhost:" + trap.getAddress().getPort() + "/";
            String trust = "http://schemas.xmlsoap.org/ws/2005/02/trust";
            List<String> documents = List.of(
                    "<!DOCTYPE r SYSTEM \"" + address + "dtd\"><r/>",
                    "<!DOCTYPE r [<!ENTITY x SYSTEM \"" + address + "entity\">]><r>&x;</r>",
                    "<!DOCTYPE r [<!ENTITY % x SYSTEM \"" + address + "parameter\"> %x;]><r/>",
                    "<t:RequestSecurityToken xmlns:t=\"" + trust
                            + "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"" + trust
                            + " "
                            + address + "xsd\"/>",
                    "<t:RequestSecurityToken xmlns:t=\"" + trust
                            + "\"><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"" + address
                            + "include\"/></t:RequestSecurityToken>",
                    "<?xml-stylesheet href=\"" + address + "xsl\"?><t:RequestSecurityToken xmlns:t=\"" + trust
                            + "\"/>");
            for (String wreq : documents) {
                assertThat(browser.get(wsfed.signIn(ENTRA, "wreq", wreq)).status())
                        .as(wreq)
                        .isIn(200, 400);
            }
            for (String pointer : List.of("wreqptr", "wresultptr", "wp", "wreply", "wctx")) {
                assertThat(browser.get(wsfed.signIn(PLAIN, pointer, address + pointer))
                                .status())
                        .isIn(200, 400);
            }
            assertThat(asked).isEmpty();
        } finally {
            trap.stop(0);
        }
    }

    @Test
    void entitiesThatGrowAreNotRead() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE r [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        isRefused(browser.get(wsfed.signIn(ENTRA, "wreq", bomb + "]><r>&a29;</r>")), "bomb");
        isRefused(browser.get(wsfed.signIn(ENTRA, "wreq", "<a>".repeat(2_000))), "deep");
    }

    /** A browser that was given the attacker's login cookies is not the attacker's after the person has signed in. */
    @Test
    void aFixedSessionIsNotTheAttackersAfterwards() {
        WebUser attacker = new WebUser().stopBefore(uri -> !uri.getHost().equals("localhost"));
        Page prepared = attacker.get(wsfed.signIn(ENTRA));
        attacker.cookies().forEach(browser::keepCookie);
        URI action = prepared.form("form#kc-form-login").action();

        Page victim = browser.get(action);
        assertThat(KeycloakLogin.isShown(victim)).as(victim.text()).isTrue();
        wsfed.answer(KeycloakLogin.signIn(victim, ANA));

        Page after = attacker.get(wsfed.signIn(ENTRA));
        assertThat(after.has("form#wsfed-answer")).as(after.text()).isFalse();
        assertThat(KeycloakLogin.isShown(after)).isTrue();
        Page reloaded = attacker.get(action);
        assertThat(reloaded.has("form#wsfed-answer")).as(reloaded.text()).isFalse();
    }

    /** The password is given to one application's flow, and the address of the step is changed into another's. */
    @Test
    void aStepOfOneFlowFinishesNoOther() {
        wsfed.createClient(Map.of("clientId", "urn:strict", "redirectUris", List.of(REPLY + "2")));
        Page login = browser.get(wsfed.signIn(PLAIN));
        String action = login.form("form#kc-form-login").action().toString();
        Page other = browser.newTab().get(wsfed.signIn("urn:strict"));
        String theirs = other.form("form#kc-form-login").action().toString();
        List<String> crossed = new ArrayList<>();
        for (String parameter : List.of("client_id", "tab_id", "client_data")) {
            crossed.add(action.replaceAll(
                    parameter + "=[^&]*", theirs.replaceAll(".*\\b(" + parameter + "=[^&]*).*", "$1")));
        }
        for (String address : crossed) {
            Page page =
                    browser.post(URI.create(address), Map.of("username", ANA.username(), "password", "ana-password"));
            if (page.has("form#wsfed-answer")) {
                URI to = page.form("form#wsfed-answer").action();
                String token = page.form("form#wsfed-answer").value("wresult");
                assertThat(token.contains("<saml:Audience>urn:strict<"))
                        .as("a token goes to its own audience's address: %s", address)
                        .isEqualTo(to.equals(URI.create(REPLY + "2")));
            } else {
                leaksNothing(page, address);
            }
        }
    }

    /** Signed by the right key for another relying party, another protocol: nothing of it opens this one. */
    @Test
    void anotherClientsPlaceIsNotOurs() {
        wsfed.realm.createClient(
                Map.of("clientId", "urn:other:protocol", "protocol", "saml", "redirectUris", List.of(REPLY)));
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        for (String wtrealm : List.of("urn:other:protocol", "account", "security-admin-console", "realm-management")) {
            isRefused(browser.get(wsfed.signIn(wtrealm)), wtrealm);
            isRefused(browser.get(signOut("wtrealm", wtrealm)), wtrealm);
            assertThat(browser.get(URI.create(wsfed.endpoint() + METADATA + "?wtrealm=" + encoded(wtrealm)))
                            .status())
                    .isEqualTo(404);
        }
    }

    private List<Page> everyDoor(String parameter, String value) {
        Map<String, String> signIn = WsFedRealm.parameters("wsignin1.0", ENTRA);
        signIn.put(parameter, value);
        Map<String, String> signOut = new LinkedHashMap<>(Map.of("wa", "wsignout1.0"));
        signOut.put(parameter, value);
        Map<String, String> alone = new HashMap<>(Map.of(parameter, value));
        return List.of(
                browser.get(URI.create(wsfed.endpoint() + "?" + WsFedRealm.query(signIn))),
                browser.post(wsfed.endpoint(), signIn, URI.create("https://evil.example/")),
                browser.get(URI.create(wsfed.endpoint() + "?" + WsFedRealm.query(signOut))),
                browser.get(URI.create(wsfed.endpoint() + METADATA + "?" + WsFedRealm.query(alone))),
                browser.get(URI.create(wsfed.endpoint() + SIGNED_OUT + "?" + WsFedRealm.query(alone))));
    }

    private static void isOurs(Page page, String what) {
        assertThat(page.status()).as(what + ": " + page.body()).isIn(200, 304, 400, 404);
        assertThat(page.header("X-Injected")).as(what).isEmpty();
        leaksNothing(page, what);
    }

    private static void isRefused(Page page, String what) {
        assertThat(page.status()).as(what).isEqualTo(400);
        assertThat(page.has("form#wsfed-answer")).as(what).isFalse();
        showsNothingOf(page, what);
        leaksNothing(page, what);
    }

    private static void showsNothingOf(Page page, String wreply) {
        assertThat(page.body()).as(wreply).doesNotContain("evil.example", "alert(1)", "X-Injected");
        assertThat(page.header("X-Injected")).as(wreply).isEmpty();
        assertThat(page.header("Location").orElse("")).as(wreply).doesNotContain("evil");
    }

    private static void leaksNothing(Page page, String what) {
        assertThat(page.status()).as(what).isLessThan(500);
        assertThat(page.body())
                .as(what)
                .doesNotContain("Exception", "at org.", "at io.", "at java.", "\tat ", "freemarker", "FreeMarker");
    }

    private static URI signOut(String... parameters) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("wa", "wsignout1.0"));
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        return URI.create(wsfed.endpoint() + "?" + WsFedRealm.query(all));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
