package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import io.bloksec.phone.PossessionKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A browser that a person has chosen on the phone asks less, for as long as the person wants, and only that person. */
class BlokKeyBrowsersIT {

    private static BlokKeyRealm realm;
    private static int persons;

    private final PossessionKey browserKey = PossessionKey.generate();
    private UserSpec person;
    private Phone phone;

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("blokkey-browsers");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @BeforeEach
    void enrol() {
        person = BlokKeyRealm.person("browsers" + ++persons);
        realm.realm.createUser(person);
        phone = realm.enrol(person);
    }

    @Test
    void aRememberedBrowserAsksForNoNumber() {
        signIn(browserKey, true);

        WaitingPage page = open(person);
        JsonNode start = start(page, browserKey);
        ApprovalRequest request = phone.list().get(0);

        assertThat(request.number()).isZero();
        assertThat(start.get("number").asText()).hasSize(2);
        phone.shown(request.id());
        assertThat(page.state()).as("it is told how things stand").isEqualTo("SHOWN");
        phone.showAndApprove(request.id(), null, false);
        assertThat(page.finish().isRedirect()).isTrue();
        assertThat(phone.browsers())
                .singleElement()
                .satisfies(browser -> assertThat(browser.get("lastUsed").asLong())
                        .isGreaterThanOrEqualTo(browser.get("created").asLong()));
    }

    @Test
    void aDenialIsToldToIt() {
        signIn(browserKey, true);
        WaitingPage page = open(person);
        start(page, browserKey);

        phone.deny(phone.list().get(0));

        assertThat(page.state()).isEqualTo("DENIED");
    }

    @Test
    void theNumberCanBeDemandedAllTheSame() {
        signIn(browserKey, true);
        realm.configure(
                "BlokKey only level 2", Map.of("blokkey.push-unknown", "always", "blokkey.number-always", "true"));
        try {
            start(open(person), browserKey);
            assertThat(phone.list().get(0).number()).isEqualTo(2);
        } finally {
            realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
        }
    }

    @Test
    void onlyThePersonChoosesIt() {
        signIn(browserKey, false);

        start(open(person), browserKey);
        assertThat(phone.list().get(0).number()).isEqualTo(3);
        assertThat(phone.browsers()).isEmpty();
    }

    @Test
    void aBrowserWithoutAKeyCannotBeChosen() {
        WaitingPage page = open(person);
        String number = page.start(true).get("number").asText();
        ApprovalRequest request = phone.list().get(0);
        assertThat(request.mayRemember()).isFalse();
        ApprovalRequest shown = phone.shown(request.id());
        BlokKeyRealm.dwell();

        assertThat(phone.sendApproval(shown, number, true, null).code()).contains("malformed");
    }

    /** The same browser, another person: knows nobody. */
    @Test
    void itIsThePersonsNotEverybodys() {
        signIn(browserKey, true);
        UserSpec other = BlokKeyRealm.person("neighbour" + persons);
        realm.realm.createUser(other);
        Phone others = realm.enrol(other);

        start(open(other), browserKey);

        assertThat(others.list().get(0).number()).isEqualTo(3);
    }

    /** A key that was seen is no key that was proven. */
    @Test
    void aProofIsForItsPageAndByItsKey() {
        signIn(browserKey, true);

        WaitingPage first = open(person);
        WaitingPage second = open(person);
        start(second, wishes(browserKey, browserKey, first.data("page")));
        assertThat(phone.list().get(0).number()).as("the proof of another page").isEqualTo(3);
        start(open(person), wishes(browserKey, PossessionKey.generate(), null));
        assertThat(phone.list()).as("another key's signature").allMatch(request -> request.number() == 3);
    }

    @Test
    void thePersonForgetsIt() {
        signIn(browserKey, true);
        phone.forgetBrowser(phone.browsers().get(0).get("browser").asText());

        start(open(person), browserKey);

        assertThat(phone.list().get(0).number()).isEqualTo(3);
    }

    @Test
    void aReportForgetsThemAll() {
        signIn(browserKey, true);
        start(open(person), browserKey);
        phone.report(phone.list().get(0));

        assertThat(phone.browsers()).isEmpty();
        start(open(person), browserKey);
        assertThat(phone.list().get(0).number()).isEqualTo(3);
    }

    /** Strangers' requests take no room from it. */
    @Test
    void strangersDoNotCrowdItOut() {
        signIn(browserKey, true);
        for (int i = 0; i < 4; i++) {
            open(person).start(true);
        }

        WaitingPage page = open(person);
        assertThat(start(page, browserKey).get("crowded").asBoolean()).isFalse();
    }

    private void signIn(PossessionKey key, boolean remember) {
        WaitingPage page = open(person);
        String number = start(page, key).get("number").asText();
        ApprovalRequest request = phone.list().get(0);
        assertThat(request.mayRemember()).isTrue();
        phone.showAndApprove(request.id(), number, remember);
        assertThat(page.finish().isRedirect()).isTrue();
    }

    private static WaitingPage open(UserSpec person) {
        return realm.signIn(BlokKeyRealm.browser()).name(person.username());
    }

    private static JsonNode start(WaitingPage page, PossessionKey key) {
        return start(page, wishes(key, key, page.data("page")));
    }

    private static JsonNode start(WaitingPage page, ObjectNode wishes) {
        return WaitingPage.json(page.send("POST", "start", wishes.toString(), page.data("page")));
    }

    /** What the page's script sends. */
    private static ObjectNode wishes(PossessionKey key, PossessionKey signer, String pageSecret) {
        ObjectNode wishes = JsonNodeFactory.instance.objectNode().put("push", true);
        wishes.set("browserKey", key.publicJwk());
        byte[] message = ("bloksec/blokkey/v1/browser\0" + pageSecret).getBytes(StandardCharsets.UTF_8);
        return wishes.put(
                "browserProof", Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign(message)));
    }
}
