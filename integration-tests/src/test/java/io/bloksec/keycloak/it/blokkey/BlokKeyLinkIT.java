package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Decided;
import io.bloksec.phone.Phone;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The app and the sign-in page on one device: a link there, and back only into the browser that made it. */
class BlokKeyLinkIT {

    private static BlokKeyRealm realm;
    private static Phone anas;
    private static Phone bens;

    private final WebUser browser = BlokKeyRealm.browser();

    @BeforeAll
    static void enrol() {
        realm = BlokKeyRealm.create("blokkey-link");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
        anas = realm.enrol(BlokKeyRealm.ANA);
        bens = realm.enrol(BlokKeyRealm.BEN);
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @Test
    void theWayThereAndBack() {
        WaitingPage page = realm.signIn(browser).name("ana@corp.example");
        ApprovalRequest request = anas.link(link(page));
        assertThat(request.channel()).isEqualTo("link");
        assertThat(request.number()).as("the link names one screen already").isZero();
        Decided decided = anas.showAndApprove(request.id(), null, false);

        assertThat(page.state()).isEqualTo("WAITING");
        URI back = URI.create(decided.returnTo().orElseThrow());
        assertThat(browser.newTab().get(back).has("#blokkey-return")).isTrue();
        assertThat(bring(browser, back).status()).isEqualTo(204);

        assertThat(page.state()).isEqualTo("APPROVED");
        assertThat(page.finish().location().getQuery()).contains("code=");
    }

    @Test
    void withoutAName() {
        WaitingPage page = realm.signIn(browser);
        Decided decided = anas.showAndApprove(anas.link(link(page)).id(), null, false);
        bring(browser, URI.create(decided.returnTo().orElseThrow()));

        Page confirm = page.finish();
        assertThat(confirm.text()).contains("ana@corp.example");
        assertThat(confirm.form("#blokkey-continue")
                        .submit("blokkey", "continue")
                        .location()
                        .getQuery())
                .contains("code=");
    }

    /** An attacker sends the link of a page of his own: the person approves, and nobody is in. */
    @Test
    void whoeverFollowsSomebodyElsesLinkLetsNobodyIn() {
        WaitingPage attackers = realm.signIn(browser).name("ana@corp.example");
        Decided decided = anas.showAndApprove(anas.link(link(attackers)).id(), null, false);
        URI back = URI.create(decided.returnTo().orElseThrow());

        WebUser victims = BlokKeyRealm.browser();
        realm.signIn(victims);
        assertThat(code(bring(victims, back))).isEqualTo("page-invalid");
        assertThat(attackers.finish().isRedirect()).isFalse();
        assertThat(attackers.state()).isEqualTo("WAITING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "", "short"})
    void aGuessedVerifierIsNone(String verifier) {
        WaitingPage page = realm.signIn(browser).name("ana@corp.example");
        Decided decided = anas.showAndApprove(anas.link(link(page)).id(), null, false);
        String back = decided.returnTo().orElseThrow();

        Page answer = bring(browser, URI.create(back.substring(0, back.lastIndexOf('.') + 1) + verifier));

        assertThat(code(answer)).isIn("page-invalid", "malformed");
        assertThat(page.finish().isRedirect()).isFalse();
    }

    @Test
    void anApprovalWithoutAVerifierIsNone() {
        WaitingPage page = realm.signIn(browser).name("ana@corp.example");
        ApprovalRequest request = anas.link(link(page));
        ApprovalRequest shown = anas.shown(request.id());
        BlokKeyRealm.dwell();

        assertThat(anas.sendApproval(shown, null, false, null).code()).contains("malformed");
    }

    @Test
    void aLinkIsForThePersonWhoIsNamed() {
        WaitingPage page = realm.signIn(browser).name("ana@corp.example");

        assertThat(follow(bens, link(page))).isEqualTo("request-taken");
        assertThat(follow(anas, link(page).replaceAll(".{4}$", "AAAA"))).isEqualTo("qr-invalid");
        assertThat(follow(anas, link(page).replaceFirst("#l=1\\.[^.]{22}", "#l=1.AAAAAAAAAAAAAAAAAAAAAA")))
                .isEqualTo("qr-invalid");
        assertThat(follow(anas, page.qr())).as("a code is not a link").isEqualTo("qr-invalid");
    }

    private static String follow(Phone phone, String content) {
        return phone.call("POST", "link", JsonNodeFactory.instance.objectNode().put("content", content))
                .code()
                .orElse("");
    }

    private static String link(WaitingPage page) {
        return page.start(true).get("link").asText();
    }

    /** What the script of the page does that the app has opened. */
    private static Page bring(WebUser browser, URI back) {
        String[] parts = back.getRawFragment().substring(2).split("\\.", -1);
        return browser.newTab()
                .header("Sec-Fetch-Site", "same-origin")
                .send(
                        "POST",
                        realm.realm.url("blokkey/page/return"),
                        "application/json",
                        "{\"request\":\"" + parts[0] + "\",\"verifier\":\"" + parts[1] + "\"}");
    }

    private static String code(Page answer) {
        return answer.status() == 204 ? "" : WaitingPage.problem(answer);
    }
}
