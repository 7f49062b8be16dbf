package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.Answer;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import io.bloksec.phone.Problem;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exists to attack the sign-in page from outside: strangers, other tabs, other sites, old codes. */
class BlokKeyPageIT {

    private static final String ANA = "ana@corp.example";

    private static BlokKeyRealm realm;
    private static Phone anas;
    private static Phone bens;

    @BeforeAll
    static void enrol() {
        realm = BlokKeyRealm.create("blokkey-page");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
        anas = realm.enrol(BlokKeyRealm.ANA);
        bens = realm.enrol(BlokKeyRealm.BEN);
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    /** Silent sign-in, a link with a name, a look at the page: none of them is somebody's wish. */
    @Test
    void lookingWritesNothing() {
        denyAll();
        realm.signIn(BlokKeyRealm.browser());
        realm.signIn(BlokKeyRealm.browser(), "login_hint=" + ANA);
        BlokKeyRealm.browser().get(realm.authorization(BlokKeyRealm.APP, "prompt=none", "login_hint=" + ANA));
        WaitingPage typed = realm.signIn(BlokKeyRealm.browser()).name(ANA);
        typed.send("GET", "wait", null, typed.data("page"), "state", "-");

        assertThat(anas.list()).isEmpty();
    }

    @Test
    void aHintShowsTheNameAndAsksNobodyYet() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser(), "login_hint=" + ANA);

        assertThat(page.page.element("#blokkey-name").text()).isEqualTo(ANA);
        assertThat(page.data("asked")).isEqualTo("false");
        Page other = page.page.form("#blokkey-person").submit("blokkey", "other");
        assertThat(other.has("#blokkey-name-form")).isTrue();
        assertThat(realm.signIn(BlokKeyRealm.browser()).name(ANA).data("asked")).isEqualTo("true");
    }

    @Test
    void onlyThePageItselfMayStart() {
        denyAll();
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(ANA);
        String secret = page.data("page");
        URI start = URI.create(realm.realm.url() + "/blokkey/page/start?client=app&tab=" + page.data("tab")
                + "&execution=" + page.data("execution"));

        assertThat(code(page.send("POST", start, "{}", "wrong", Map.of()))).isEqualTo("page-invalid");
        assertThat(code(page.send("POST", start, "{}", secret, Map.of("Sec-Fetch-Site", "cross-site"))))
                .isEqualTo("page-invalid");
        assertThat(code(page.send("POST", start, "{}", secret, Map.of("Origin", "https://evil.example"))))
                .isEqualTo("page-invalid");
        assertThat(code(page.send("POST", start, "{}", secret, Map.of("Sec-Purpose", "prefetch;prerender"))))
                .isEqualTo("page-invalid");
        WaitingPage thief = new WaitingPage(realm, BlokKeyRealm.browser(), page.page);
        assertThat(code(thief.send("POST", start, "{}", secret, Map.of()))).isEqualTo("page-invalid");
        assertThat(anas.list()).isEmpty();
    }

    @Test
    void noAnswerIsForAnotherOrigin() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(ANA);
        Page answer = page.send("GET", "wait", null, page.data("page"));

        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void refreshAndBackKeepTheRequest() {
        denyAll();
        WebUser browser = BlokKeyRealm.browser();
        WaitingPage page = realm.signIn(browser).name(ANA);
        String number = page.start(true).get("number").asText();
        for (int i = 0; i < 5; i++) {
            Page again = browser.get(URI.create(
                    page.page.form("#blokkey-finish").action().toString().replaceFirst("session_code=[^&]*&", "")));
            assertThat(again.element("#blokkey-number").text()).isEqualTo(number);
            page.start(true);
        }

        assertThat(anas.list()).hasSize(1);
        approve(anas, number);
        assertThat(page.finish().location().getQuery()).contains("code=");
    }

    /** Two tabs are two requests; an approval for the one does nothing in the other. */
    @Test
    void anApprovalIsForItsTab() {
        denyAll();
        WebUser browser = BlokKeyRealm.browser();
        WaitingPage first = realm.signIn(browser).name(ANA);
        String number = first.start(true).get("number").asText();
        ApprovalRequest shown = anas.shown(anas.list().get(0).id());
        WaitingPage second = realm.signIn(browser.newTab()).name(ANA);
        second.start(true);
        BlokKeyRealm.dwell();
        anas.approve(shown, number, false);

        assertThat(second.finish().isRedirect()).isFalse();
        assertThat(first.finish().isRedirect()).isTrue();
    }

    @Test
    void anApprovalIsForItsBrowser() {
        denyAll();
        WaitingPage victims = realm.signIn(BlokKeyRealm.browser()).name(ANA);
        String number = victims.start(true).get("number").asText();
        approve(anas, number);
        var form = victims.page.form("#blokkey-finish");

        assertThat(BlokKeyRealm.browser().post(form.action(), form.fields()).isRedirect())
                .isFalse();
        assertThat(victims.finish().isRedirect()).isTrue();
    }

    @Test
    void anOldCodeIsTooOld() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser());
        page.start(false);
        String photographed = page.qr();
        BlokKeyRealm.pass(Duration.ofMillis(10_500));

        assertThat(scan(bens, photographed).code()).contains("qr-too-old");
        assertThat(bens.scan(page.qr()).state()).isEqualTo("CLAIMED");
    }

    @Test
    void aCodeIsOfThisServerAndThisRequest() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser());
        page.start(false);
        String code = page.qr();

        assertThat(scan(bens, code.substring(0, code.length() - 2) + "AA").code())
                .contains("qr-invalid");
        assertThat(scan(bens, code.replaceFirst("#q=1\\.[^.]{22}", "#q=1.AAAAAAAAAAAAAAAAAAAAAA"))
                        .code())
                .contains("qr-invalid");
        assertThat(scan(bens, "https://evil.example/").code()).contains("qr-invalid");
    }

    @Test
    void theFirstWhoScansHasIt() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser());
        page.start(false);
        String code = page.qr();
        ApprovalRequest request = bens.scan(code);
        assertThat(request.contested()).isFalse();

        assertThat(scan(anas, code).code()).contains("request-taken");
        assertThat(page.waitFrom("CLAIMED").get("state").asText())
                .as("the page that waits is told at once, and goes on")
                .isEqualTo("CONTESTED");
        assertThat(bens.read(request.id()).contested()).isTrue();
        bens.showAndApprove(request.id(), null, false);
        assertThat(page.state()).isEqualTo("APPROVED");
    }

    /** Somebody who looks over a shoulder cannot take the place of the one who is named. */
    @Test
    void aForeignPhoneChangesNothingWhereSomebodyIsNamed() {
        denyAll();
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(ANA);
        page.start(false);

        assertThat(scan(bens, page.qr()).code()).contains("request-taken");
        assertThat(page.state()).isEqualTo("WAITING");
        ApprovalRequest own = anas.scan(page.qr());
        assertThat(scan(bens, page.qr()).code()).contains("request-taken");
        assertThat(anas.read(own.id()).contested()).as("nor does it warn").isFalse();
        anas.showAndApprove(own.id(), null, false);
        assertThat(page.finish().isRedirect()).isTrue();
    }

    /** Who has a session and is asked again is asked, and nobody else. */
    @Test
    void aForeignPhoneIsNoSecondOpinionAboutSomebodyWhoIsSignedIn() {
        denyAll();
        WebUser browser = BlokKeyRealm.browser();
        WaitingPage first = realm.signIn(browser).name(ANA);
        first.start(false);
        anas.showAndApprove(anas.scan(first.qr()).id(), null, false);
        assertThat(first.finish().isRedirect()).isTrue();

        WaitingPage again = realm.signIn(browser, "prompt=login");
        again.start(false);
        assertThat(again.page.has("#blokkey-name-form")).isFalse();
        assertThat(scan(bens, again.qr()).code()).contains("request-taken");
        WaitingPage still = new WaitingPage(realm, browser, again.finish());
        anas.showAndApprove(anas.scan(still.qr()).id(), null, false);
        assertThat(still.finish().isRedirect()).isTrue();
    }

    /** Five hundred lines that hang cost connections, not threads, and hold up nobody. */
    @Test
    void waitingNeedsNoThread() {
        denyAll();
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(ANA);
        String number = page.start(true).get("number").asText();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        // As many that are answered at once: a crowd at the door needs some threads, for a moment.
        many(page, client, "-").forEach(CompletableFuture::join);
        OptionalLong before = KeycloakServer.running().threads();
        List<CompletableFuture<String>> waiting = many(page, client, "WAITING");
        BlokKeyRealm.pass(Duration.ofSeconds(3));

        before.ifPresent(idle -> assertThat(KeycloakServer.running().threads().orElseThrow())
                .as("threads, of " + idle)
                .isLessThanOrEqualTo(idle + 100));
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        anas.showAndApprove(anas.list().get(0).id(), number, false);
        assertThat(waiting).allSatisfy(each -> assertThat(each.join()).isEqualTo("200 {\"state\":\"APPROVED\"}"));
        assertThat(page.finish().isRedirect()).isTrue();
    }

    private static List<CompletableFuture<String>> many(WaitingPage page, HttpClient client, String state) {
        return IntStream.range(0, 500)
                .mapToObj(i -> page.waitAside(client, state))
                .toList();
    }

    /** Whoever is lured into scanning an attacker's code sees in the browser who signs in, and the attacker's page says it too. */
    @Test
    void aScanSaysWhoItIsAndCanBeDeclined() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser());
        page.start(false);
        ApprovalRequest request = bens.scan(page.qr());
        bens.showAndApprove(request.id(), null, false);
        Page confirm = page.finish();

        Page declined = confirm.form("#blokkey-continue").submit("blokkey", "notme");
        assertThat(declined.has("#blokkey-name-form")).isTrue();
        assertThat(bens.read(request.id()).state()).isEqualTo("CANCELLED");
    }

    @Test
    void twoAtOnceNeedTheNumber() {
        denyAll();
        WaitingPage first = realm.signIn(BlokKeyRealm.browser()).name(ANA);
        WaitingPage second = realm.signIn(BlokKeyRealm.browser()).name(ANA);
        first.start(true);
        second.start(true);

        assertThat(anas.list()).hasSize(2).allMatch(request -> request.number() == 3);
        denyAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "ana@corp.example\" onfocus=\"x", "${7*7}", "{0}"})
    void aNameIsText(String name) {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(name);

        assertThat(page.page.element("#blokkey-name").text()).isEqualTo(name);
    }

    private static Answer scan(Phone phone, String content) {
        return phone.call("POST", "qr", JsonNodeFactory.instance.objectNode().put("content", content));
    }

    private static String code(Page answer) {
        return answer.status() == 200 ? "" : WaitingPage.problem(answer);
    }

    private static void approve(Phone phone, String number) {
        phone.showAndApprove(phone.list().get(0).id(), number, false);
    }

    private static void denyAll() {
        anas.list().forEach(request -> {
            try {
                anas.deny(request);
            } catch (Problem e) {
                // It has ended meanwhile.
            }
        });
    }
}
