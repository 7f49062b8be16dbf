package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.phone.Answer;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import io.bloksec.phone.PossessionKey;
import io.bloksec.phone.Problem;
import io.bloksec.phone.Proof;
import io.bloksec.phone.Tampering;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exists to attack what a phone says: each test changes one thing about an otherwise right call. */
class BlokKeyDeviceIT {

    private static BlokKeyRealm realm;
    private static Phone anas;
    private static Phone bens;

    private WaitingPage page;
    private String number;

    @BeforeAll
    static void enrol() {
        realm = BlokKeyRealm.create("blokkey-device");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
        anas = realm.enrol(BlokKeyRealm.ANA);
        bens = realm.enrol(BlokKeyRealm.BEN);
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    static Stream<Arguments> spoiltProofs() {
        return Stream.of(
                Arguments.of("no proof", Tampering.jws(jws -> null), "proof-missing"),
                Arguments.of("not a JWS", Tampering.jws(jws -> "a.b"), "proof-invalid"),
                Arguments.of("another signature", Tampering.jws(BlokKeyDeviceIT::flipLast), "proof-invalid"),
                Arguments.of("no algorithm", header("alg", "none"), "proof-invalid"),
                Arguments.of("a MAC", header("alg", "HS256"), "proof-invalid"),
                Arguments.of("another type", header("typ", "dpop+jwt"), "proof-invalid"),
                Arguments.of("a key's address", header("jku", "https://evil.example/keys"), "proof-invalid"),
                Arguments.of("something critical", header("crit", "x"), "proof-invalid"),
                Arguments.of(
                        "a key of its own",
                        Tampering.proof((header, claims) ->
                                header.set("jwk", PossessionKey.generate().publicJwk())),
                        "proof-invalid"),
                Arguments.of("another device", header("kid", "AAAAAAAAAAAAAAAAAAAAAA"), "device-unknown"),
                Arguments.of("another method", claim("htm", "POST"), "proof-invalid"),
                Arguments.of(
                        "another address", claim("htu", "http://localhost/realms/x/blokkey/requests"), "proof-invalid"),
                Arguments.of("another body", claim("bsh", "x"), "proof-invalid"),
                Arguments.of("a time that is none", claim("iat", "now"), "proof-invalid"),
                Arguments.of("an id that is none", claim("jti", "1"), "proof-invalid"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiltProofs")
    void aProofMustBeRightInEveryPart(String name, Tampering tampering, String code) {
        Answer answer = anas.spoiled(tampering).call("GET", "requests", null);

        assertThat(answer.code()).contains(code);
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void aProofServesOnce() {
        Proof proof = anas.proof("GET", "requests", null);
        Map<String, List<String>> headers = Map.of(Proof.HEADER, List.of(proof.signedBy(anas.possessionKey())));

        assertThat(anas.send("GET", "requests", null, headers).status()).isEqualTo(200);
        assertThat(anas.send("GET", "requests", null, headers).code()).contains("proof-replayed");
    }

    @Test
    void aProofIsForItsBodyAndItsRoute() {
        byte[] body = "{\"pushesFromNewBrowsers\":true}".getBytes(StandardCharsets.UTF_8);
        Proof proof = anas.proof("PUT", "settings", body);
        Map<String, List<String>> headers = Map.of(Proof.HEADER, List.of(proof.signedBy(anas.possessionKey())));

        byte[] other = "{\"pushesFromNewBrowsers\":false}".getBytes(StandardCharsets.UTF_8);
        assertThat(anas.send("PUT", "settings", other, headers).code()).contains("proof-invalid");
        assertThat(anas.send("PATCH", "device", body, headers).code()).contains("proof-invalid");
        assertThat(anas.send("PUT", "settings", body, headers).status()).isEqualTo(200);
    }

    /** A phone whose clock is ten minutes off works on: the server lends it a time. */
    @ParameterizedTest
    @ValueSource(longs = {-600, 600})
    void aWrongClockIsForgiven(long seconds) {
        try {
            anas.clock(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds)));
            assertThat(anas.list()).isNotNull();
        } finally {
            anas.clock(Clock.systemUTC());
        }
    }

    @Test
    void aMadeUpNonceForgivesNothing() {
        Phone late = anas.spoiled(Tampering.proof((header, claims) -> {
            claims.put("iat", claims.get("iat").longValue() - 600);
            claims.put("nonce", "1.x");
        }));

        assertThat(late.call("GET", "requests", null).code()).contains("proof-time");
    }

    /** The text is the server's: whatever the device says instead, its signature does not fit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "issuer",
                "realm",
                "request",
                "nonce",
                "device",
                "user",
                "client",
                "clientName",
                "browser",
                "system",
                "address",
                "channel",
                "created",
                "expires",
                "shown",
                "decision",
                "number",
                "remember",
                "acr",
                "place"
            })
    void everyPartOfTheTextIsSigned(String member) {
        ApprovalRequest shown = shown(anas);
        Phone liar = anas.spoiled(
                Tampering.text(text -> text.with(member, other(text.members().get(member)))));

        Answer answer = liar.sendApproval(shown, number, false, null);

        assertThat(answer.code()).contains("signature-invalid");
        assertThat(page.state()).isNotEqualTo("APPROVED");
        assertThat(anas.approve(shown, number, false).state()).isEqualTo("APPROVED");
    }

    static Stream<Arguments> spoiltAssertions() {
        return Stream.of(
                Arguments.of("another site", Tampering.clientData(data -> data.put("origin", "https://evil.example"))),
                Arguments.of("inside another site", Tampering.clientData(data -> data.put("crossOrigin", true))),
                Arguments.of(
                        "under another site",
                        Tampering.clientData(data -> data.put("topOrigin", "https://evil.example"))),
                Arguments.of("a creation", Tampering.clientData(data -> data.put("type", "webauthn.create"))),
                Arguments.of("another challenge", Tampering.clientData(data -> data.put("challenge", "AAAA"))),
                Arguments.of("nobody verified", Tampering.authenticatorData(data -> flags(data, 0x01))),
                Arguments.of("nobody present", Tampering.authenticatorData(data -> flags(data, 0x04))),
                Arguments.of("a key that can be copied now", Tampering.authenticatorData(data -> flags(data, 0x0D))),
                Arguments.of("another site's hash", Tampering.authenticatorData(data -> {
                    data[0] ^= 1;
                    return data;
                })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiltAssertions")
    void theVerificationKeySaysAllOfIt(String name, Tampering tampering) {
        ApprovalRequest shown = shown(anas);

        assertThat(anas.spoiled(tampering)
                        .sendApproval(shown, number, false, null)
                        .code())
                .contains("signature-invalid");
        assertThat(page.state()).isNotEqualTo("APPROVED");
    }

    /** Stolen browser storage has the one key, a synced passkey the other: each alone is worth nothing. */
    @Test
    void oneKeyAloneApprovesNothing() {
        ApprovalRequest shown = shown(anas);
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        Phone withForeignSignature = anas.spoiled(Tampering.message(message -> {
            own.setAll(message);
            message.put(
                    "possessionSignature",
                    own.get("possessionSignature").asText().replaceFirst("^.{6}", "AAAAAA"));
        }));
        assertThat(withForeignSignature.sendApproval(shown, number, false, null).code())
                .contains("signature-invalid");

        Phone withoutAssertion = anas.spoiled(Tampering.message(message -> message.remove("assertion")));
        assertThat(withoutAssertion.sendApproval(shown, number, false, null).code())
                .contains("malformed");
        assertThat(page.state()).isNotEqualTo("APPROVED");
    }

    @Test
    void aCopyOfTheVerificationKeyIsNoticed() {
        ApprovalRequest first = shown(anas);
        anas.approve(first, number, false);
        long counter = anas.authenticator().counter();
        page.finish();

        ApprovalRequest second = shown(anas);
        anas.authenticator().counter(counter - 1);
        assertThat(anas.sendApproval(second, number, false, null).code()).contains("signature-invalid");
        anas.authenticator().counter(counter + 1);
        assertThat(anas.approve(second, number, false).state()).isEqualTo("APPROVED");
    }

    @Test
    void aWrongNumberIsTheOnlyTry() {
        ApprovalRequest shown = shown(anas);
        String wrong = number.equals("123") ? "124" : "123";

        assertThat(anas.sendApproval(shown, wrong, false, null).code()).contains("number-wrong");
        Answer right = anas.sendApproval(shown, number, false, null);
        assertThat(right.code()).contains("request-ended");
        assertThat(right.json().get("state").asText()).isEqualTo("BURNT");
        assertThat(page.finish().isRedirect()).isFalse();
    }

    @Test
    void aBadSignatureBurnsNothing() {
        ApprovalRequest shown = shown(anas);
        Phone bad = anas.spoiled(Tampering.clientData(data -> data.put("origin", "https://evil.example")));

        for (int i = 0; i < 5; i++) {
            assertThat(bad.sendApproval(shown, "000", false, null).code()).contains("signature-invalid");
        }
        assertThat(anas.approve(shown, number, false).state()).isEqualTo("APPROVED");
    }

    @Test
    void theNumberIsNowhereToBeRead() {
        ApprovalRequest shown = shown(anas);

        assertThat(shown.json().toString() + anas.list() + anas.history()).doesNotContain("\"" + number + "\"");
        assertThat(anas.sendApproval(shown, null, false, null).code()).contains("number-required");
    }

    @Test
    void nobodyApprovesBlindly() {
        begin();
        ApprovalRequest request = anas.list().get(0);
        assertThat(anas.sendApproval(request, number, false, null).code()).contains("too-early");

        ApprovalRequest shown = anas.shown(request.id());
        assertThat(anas.sendApproval(shown, number, false, null).code()).contains("too-early");
        assertThat(anas.showAndApprove(request.id(), number, false).state()).isEqualTo("APPROVED");
    }

    @Test
    void theSameApprovalAgainIsTheSameAnswer() {
        ApprovalRequest shown = shown(anas);
        anas.approve(shown, number, false);

        assertThat(anas.approve(shown, number, false).state()).isEqualTo("APPROVED");
        assertThat(anas.sendApproval(shown, "999", false, null).code()).contains("request-ended");
        page.finish();
        assertThat(anas.sendApproval(shown, number, false, null).code()).contains("request-ended");
    }

    @Test
    void fiftyApprovalsAtOnceOpenOneSession() throws Exception {
        ApprovalRequest shown = shown(anas);
        int before = sessions(anas.userId());
        List<Callable<Answer>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(() -> anas.sendApproval(shown, number, false, null));
        }
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<String> answers = new ArrayList<>();
            for (Future<Answer> each : threads.invokeAll(all)) {
                answers.add(each.get().status() + " " + each.get().code().orElse(""));
            }
            assertThat(answers).allMatch(answer -> answer.matches("200 |403 signature-invalid|410 request-ended"));
            assertThat(answers).contains("200 ");
        } finally {
            threads.shutdownNow();
        }
        assertThat(page.finish().location().getQuery()).contains("code=");
        page.finish();
        assertThat(sessions(anas.userId())).isEqualTo(before + 1);
    }

    @Test
    void anotherPersonsRequestIsNotThere() {
        begin();
        ApprovalRequest anasRequest = anas.list().get(0);

        assertThat(bens.list()).isEmpty();
        assertThatThrownBy(() -> bens.read(anasRequest.id()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("request-unknown"));
        assertThatThrownBy(() -> bens.shown(anasRequest.id())).isInstanceOf(Problem.class);
    }

    @Test
    void aDenialEndsItAndItsSignatureIsItsOwn() {
        ApprovalRequest shown = shown(anas);
        Phone liar = anas.spoiled(Tampering.text(text -> text.as("approve")));
        assertThat(liar.sendRefusal("deny", shown).code()).contains("signature-invalid");

        assertThat(anas.deny(shown).state()).isEqualTo("DENIED");
        assertThat(anas.sendApproval(shown, number, false, null).code()).contains("request-ended");
        assertThat(anas.sendRefusal("deny", shown).code()).contains("request-ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "\"x\"", "{\"content\":1}", "{\"content\":null}"})
    void whatCannotBeReadIsSaidToBe(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Proof proof = anas.proof("POST", "qr", bytes);

        Answer answer =
                anas.send("POST", "qr", bytes, Map.of(Proof.HEADER, List.of(proof.signedBy(anas.possessionKey()))));

        assertThat(answer.code()).contains("malformed");
    }

    @Test
    void aBodyHasALimit() {
        byte[] bytes = new byte[33 * 1024];
        Proof proof = anas.proof("POST", "qr", bytes);

        assertThat(anas.send("POST", "qr", bytes, Map.of(Proof.HEADER, List.of(proof.signedBy(anas.possessionKey()))))
                        .code())
                .contains("too-large");
    }

    @Test
    void aKeyIsReplacedByBothOldKeys() {
        Phone cara = realm.enrol(newPerson("cara@corp.example"));
        PossessionKey next = PossessionKey.generate();
        Phone liar = cara.spoiled(Tampering.message(message -> message.put(
                "newPossessionSignature", message.get("possessionSignature").asText())));
        assertThat(liar.sendRotation(next).code()).contains("signature-invalid");

        PossessionKey old = cara.possessionKey();
        cara.rotateKey();
        assertThat(cara.list()).isEmpty();
        cara.possessionKey(old);
        assertThat(cara.call("GET", "requests", null).code()).contains("proof-invalid");
    }

    @Test
    void aDeviceThatRemovesItselfIsGone() {
        Phone dora = realm.enrol(newPerson("dora@corp.example"));
        dora.remove();

        assertThat(dora.call("GET", "requests", null).code()).contains("device-removed");
    }

    /** Keycloak's own deletion tells nobody: the next call finds out. */
    @Test
    void aDeletedCredentialCountsForNothingMore() {
        var person = newPerson("emil@corp.example");
        Phone emils = realm.enrol(person);
        page = realm.signIn(BlokKeyRealm.browser()).name(person.username());
        number = page.start(true).get("number").asText();
        ApprovalRequest request = emils.list().get(0);
        emils.showAndApprove(request.id(), number, false);

        String user = emils.userId();
        for (JsonNode credential : realm.realm.admin().get(realm.realm.path("users/" + user + "/credentials"))) {
            if (credential.get("type").asText().equals("blokkey")) {
                realm.realm
                        .admin()
                        .delete(realm.realm.path("users/" + user + "/credentials/"
                                + credential.get("id").asText()));
            }
        }

        assertThat(page.finish().text()).contains("That phone was removed from your account.");
        assertThat(emils.call("GET", "requests", null).code()).contains("device-removed");
    }

    @Test
    void aPersonWhoIsDisabledMeanwhileDoesNotGetIn() {
        var person = newPerson("fred@corp.example");
        Phone freds = realm.enrol(person);
        page = realm.signIn(BlokKeyRealm.browser()).name(person.username());
        number = page.start(true).get("number").asText();
        freds.showAndApprove(freds.list().get(0).id(), number, false);
        realm.update(freds.userId(), user -> user.put("enabled", false));

        assertThat(page.finish().isRedirect()).isFalse();
        assertThat(freds.call("GET", "requests", null).code()).contains("user-disabled");
    }

    @Test
    void aReportEndsTheSessionThatTheApprovalOpened() {
        ApprovalRequest shown = shown(anas);
        anas.approve(shown, number, false);
        page.await("APPROVED");
        page.finish();
        int before = sessions(anas.userId());

        anas.report(anas.read(shown.id()));

        assertThat(sessions(anas.userId())).isEqualTo(before - 1);
    }

    private static int sessions(String user) {
        return realm.realm
                .admin()
                .get(realm.realm.path("users/" + user + "/sessions"))
                .size();
    }

    private static io.bloksec.keycloak.it.house.UserSpec newPerson(String name) {
        var person = BlokKeyRealm.person(name);
        realm.realm.createUser(person);
        return person;
    }

    private void begin() {
        anas.list().forEach(anas::deny);
        page = realm.signIn(BlokKeyRealm.browser()).name("ana@corp.example");
        number = page.start(true).get("number").asText();
    }

    private ApprovalRequest shown(Phone phone) {
        begin();
        ApprovalRequest shown = phone.shown(phone.list().get(0).id());
        BlokKeyRealm.dwell();
        return shown;
    }

    private static Tampering header(String name, String value) {
        return Tampering.proof((header, claims) -> header.put(name, value));
    }

    private static Tampering claim(String name, String value) {
        return Tampering.proof((header, claims) -> claims.put(name, value));
    }

    private static Object other(Object value) {
        if (value instanceof Number number) {
            return number.longValue() + 1;
        }
        if (value instanceof Boolean flag) {
            return !flag;
        }
        return value + "x";
    }

    private static byte[] flags(byte[] data, int flags) {
        data[32] = (byte) flags;
        return data;
    }

    private static String flipLast(String jws) {
        char last = jws.charAt(jws.length() - 2);
        return jws.substring(0, jws.length() - 2) + (last == 'A' ? 'B' : 'A') + jws.charAt(jws.length() - 1);
    }
}
