package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People who have some of what it takes, and not all of it. */
class BadgeAttackIT {

    private static final String WRONG = "00000000";
    private static BadgeRealm ward;
    private static String jane;
    private static PaperBadge badge;

    @BeforeAll
    static void open() {
        ward = BadgeRealm.create("badge-attack");
        jane = ward.person("jane");
        badge = ward.active(jane);
    }

    @AfterAll
    static void close() {
        ward.close();
    }

    @Test
    void theIdWithoutTheCodeIsNoBadgeAndSpendsNoTries() {
        String person = ward.person("id-only");
        PaperBadge badge = ward.active(person);
        BadgePage page = ward.page();
        for (int i = 0; i < 12; i++) {
            assertThat(page.scan(badge.withOtherHalf()).path("refused").asText())
                    .isEqualTo("UNKNOWN");
        }
        assertThat(state(person).get("state").asText()).isEqualTo("active");
        assertThat(state(person).get("wrongPins").asInt()).isZero();
    }

    /** Whoever kept an old answer of the server's has the key, and needs no PIN; without a counted right PIN it opens nothing. */
    @Test
    void theKeyWithoutARightPinOpensNothing() {
        PaperBadge badge = ward.active(ward.person("old-answer"));
        BadgePage before = ward.page();
        before.scan(badge);
        before.pin(BadgeRealm.PIN);
        PaperBadge.Key key = before.userKey();

        BadgePage page = ward.page();
        page.scan(badge);
        String text = page.transcript("auth", page.epoch(), page.nonce, page.time, "-");
        assertRefused(page.post("auth", "signature", key.sign(text)));

        page = ward.page();
        page.scan(badge);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        assertThat(page.call("answer", "token", PaperBadge.base64url(random))
                        .path("refused")
                        .asText())
                .isEqualTo("WRONG");
        assertRefused(page.post("auth", "signature", key.sign(text)));
    }

    @Test
    void rightAndWrongPinsAreAnsweredInOneLength() {
        PaperBadge badge = ward.active(ward.person("length"));
        BadgePage page = ward.page();
        page.scan(badge);
        int wrong = page.post("answer", "token", page.token(WRONG)).bytes().length;
        page = ward.page();
        page.scan(badge);
        int right = page.post("answer", "token", page.token(BadgeRealm.PIN)).bytes().length;
        assertThat(right).isEqualTo(wrong);
    }

    @Test
    void aPageThatIsLeftAloneIsNotAGuessingMachine() {
        String person = ward.person("guessed");
        PaperBadge copy = ward.active(person);
        BadgePage page = ward.page();
        page.scan(copy);
        assertThat(page.pin(WRONG).path("next").asText()).isEqualTo("pin");
        assertThat(page.pin(WRONG).path("next").asText()).isEqualTo("pin");
        JsonNode third = page.pin(WRONG);
        assertThat(third.path("next").asText()).isEqualTo("scan");
        assertThat(third.path("wait").asInt()).isBetween(25, 30);
        assertThat(page.call("answer", "token", page.token(BadgeRealm.PIN))
                        .path("refused")
                        .asText())
                .isEqualTo("STALE");
        JsonNode wait = page.scan(copy);
        assertThat(wait.path("refused").asText()).isEqualTo("WAIT");
        assertThat(wait.path("wait").asInt()).isBetween(20, 30);
        assertThat(state(person).get("wrongPins").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 4096})
    void aTokenOfAnotherLengthIsNoTry(int length) {
        String person = ward.person("token" + length);
        PaperBadge badge = ward.active(person);
        BadgePage page = ward.page();
        page.scan(badge);
        assertThat(page.call("answer", "token", PaperBadge.base64url(new byte[length]))
                        .path("refused")
                        .asText())
                .isEqualTo("FORGED");
        assertThat(state(person).get("wrongPins").asInt()).isZero();
    }

    @Test
    void aSignatureOfOneTabIsWorthNothingInAnother() {
        BadgePage one = ward.page();
        BadgePage other = ward.page();
        one.badge = badge;
        String signature = badge.badgeKey().sign(one.transcript("present", 0, one.nonce, one.time, "-"));
        assertThat(other.call("present", "bid", badge.bid, "signature", signature)
                        .path("refused")
                        .asText())
                .isEqualTo("UNKNOWN");
    }

    @Test
    void aSignInIsGoodOnce() {
        PaperBadge badge = ward.active(ward.person("once"));
        BadgePage page = ward.page();
        page.scan(badge);
        page.pin(BadgeRealm.PIN);
        String signature = page.userKey().sign(page.authTranscript());
        var action = page.action;
        assertThat(page.post("auth", "signature", signature).has("#blokbadge-notice"))
                .isTrue();
        Page again = page.browser.post(action, BadgePage.fields("auth", "signature", signature));
        assertThat(again.isRedirect()).as(again.text()).isFalse();
        assertThat(again.has("#blokbadge-notice")).isFalse();
    }

    @Test
    void revokingBetweenPinAndSignInWins() {
        String person = ward.person("revoked");
        PaperBadge lost = ward.active(person);
        BadgePage page = ward.page();
        page.scan(lost);
        page.pin(BadgeRealm.PIN);
        ward.realm.admin().delete(ward.path(person, "/" + lost.bid));
        assertRefused(page.signIn());
        assertThat(ward.page().scan(lost).path("refused").asText()).isEqualTo("REVOKED");
    }

    @Test
    void whoMayNotSignInIsRefusedAtEachStep() {
        String person = ward.person("disabled");
        PaperBadge theirs = ward.active(person);
        BadgePage page = ward.page();
        page.scan(theirs);
        page.pin(BadgeRealm.PIN);
        ward.realm.updateUser(person, user -> user.put("enabled", false));
        assertRefused(page.signIn());
        assertThat(ward.page().scan(theirs).path("refused").asText()).isEqualTo("DISABLED");
    }

    /** Somebody finds another person's fresh badge, and would give it a PIN of his own. */
    @Test
    void aBadgeIsRenewedByItsOwnPersonOnly() {
        String victim = ward.person("victim");
        PaperBadge victims = ward.active(victim);
        PaperBadge fresh = ward.paper(ward.issue(victim, "renews", victims.bid));
        BadgePage page = ward.page();
        page.scan(badge);
        page.pin(BadgeRealm.PIN);
        assertThat(page.call("renew-present", "bid", fresh.bid).path("refused").asText())
                .isEqualTo("UNKNOWN");
        page = ward.page();
        page.scan(badge);
        page.pin(BadgeRealm.PIN);
        assertThat(page.call("renew-pin", "bid", fresh.bid, "token", page.token(BadgeRealm.PIN))
                        .path("refused")
                        .asText())
                .isEqualTo("UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void aKeyForWhichAnythingIsSignedIsNotBound(String key) {
        String person = ward.person("small" + key.substring(0, 4));
        JsonNode issued = ward.issue(person);
        BadgePage page = ward.page();
        page.scan(ward.paper(issued));
        JsonNode begun =
                page.call("activate", "code", issued.get("code").asText(), "token", page.token(BadgeRealm.PIN));
        String[] fields = page.bindFields(begun);
        fields[1] = PaperBadge.base64url(HexFormat.of().parseHex(key));
        fields[5] = PaperBadge.base64url(HexFormat.of().parseHex("01" + "00".repeat(63)));
        assertRefused(page.post("bind", fields));
        assertThat(state(person).get("state").asText()).isEqualTo("issued");
    }

    @Test
    void anActivationCodeIsTriedFiveTimes() {
        String person = ward.person("code");
        JsonNode issued = ward.issue(person);
        PaperBadge theirs = ward.paper(issued);
        String code = issued.get("code").asText();
        String other = code.startsWith("0") ? "1111 1111" : "0000 0000";
        BadgePage page = ward.page();
        for (int i = 0; i < 5; i++) {
            if (i % 3 == 0) {
                page.scan(theirs);
            }
            assertThat(page.call("activate", "code", other, "token", page.token(BadgeRealm.PIN))
                            .path("refused")
                            .asText())
                    .isEqualTo("WRONG_CODE");
        }
        page = ward.page();
        page.scan(theirs);
        assertThat(page.call("activate", "code", code, "token", page.token(BadgeRealm.PIN))
                        .path("refused")
                        .asText())
                .isEqualTo("CODE_DEAD");
    }

    @Test
    void aBadgeOfAnotherRealmIsUnknownHere() {
        try (BadgeRealm other = BadgeRealm.create("badge-other")) {
            PaperBadge foreign = other.active(other.person("foreign"));
            BadgePage page = ward.page();
            assertThat(page.scan(foreign).path("refused").asText()).isEqualTo("UNKNOWN");
        }
    }

    @Test
    void deletingItInTheConsoleRevokesIt() {
        String person = ward.person("console");
        PaperBadge theirs = ward.active(person);
        JsonNode credential = credential(person);
        assertThat(credential.toString()).doesNotContain(theirs.bid).doesNotContain(theirs.half());
        ward.realm
                .admin()
                .delete(ward.realm.path("users/" + person + "/credentials/"
                        + credential.get("id").asText()));
        assertThat(ward.page().scan(theirs).path("refused").asText()).isEqualTo("REVOKED");
        assertThat(state(person).get("state").asText()).isEqualTo("revoked");
    }

    /** Unless the administrator wants it otherwise, whoever holds a badge cannot lock its person out of everything else. */
    @Test
    void wrongPinsLockTheBadgeAndTheAccountOnlyWhereThatIsWanted() {
        // Guesses a second apart are another rule of Keycloak's; here it is about their number.
        ward.realm.update(realm ->
                realm.put("bruteForceProtected", true).put("failureFactor", 3).put("quickLoginCheckMilliSeconds", 0));
        try {
            String person = ward.person("bruteforce");
            PaperBadge theirs = ward.active(person);
            guess(theirs, 2);
            assertThat(failures(person)).isZero();
            ward.addFlow(
                    "blokbadge-only",
                    flow -> flow.replace("BlokBadge only", "BlokBadge that counts")
                            .replace(
                                    "\"default.reference.value\"",
                                    "\"countForRealm\": \"true\", \"default.reference.value\""));
            ward.useFlow(BadgeRealm.APP, "BlokBadge that counts");
            String other = ward.person("bruteforce-counted");
            PaperBadge others = ward.active(other);
            guess(others, 2);
            Poll.until("two wrong PINs to be counted", Duration.ofSeconds(10), () -> failures(other) == 2);
            guess(others, 1);
            Poll.until("three wrong PINs to be counted", Duration.ofSeconds(10), () -> failures(other) == 3);
            assertThat(ward.page().scan(others).path("refused").asText()).isEqualTo("DISABLED");
        } finally {
            ward.useFlow(BadgeRealm.APP, "BlokBadge only");
            ward.realm.update(realm -> realm.put("bruteForceProtected", false));
        }
    }

    private static void guess(PaperBadge guessed, int times) {
        BadgePage page = ward.page();
        page.scan(guessed);
        for (int i = 0; i < times; i++) {
            assertThat(page.pin(WRONG).path("refused").asText())
                    .as("guess %d of %d; what the realm saw: %s", i + 1, times, ward.realm.events())
                    .isEqualTo("WRONG");
        }
    }

    private static int failures(String user) {
        return ward.realm
                .admin()
                .get(ward.realm.path("attack-detection/brute-force/users/" + user))
                .get("numFailures")
                .asInt();
    }

    @Test
    void garbageIsRefusedAndNothingBreaks() {
        for (String step : new String[] {"present", "answer", "activate", "new-pin", "renew-present", "renew-pin"}) {
            BadgePage page = ward.page();
            JsonNode answer = page.call(step, "bid", "zz\n", "signature", "!", "token", "*", "code", "x");
            assertThat(answer.has("refused")).as(step).isTrue();
        }
        for (String step : new String[] {"auth", "bind", "rekey", "renew", "continue", "nonsense"}) {
            Page answer = ward.page().post(step, "signature", "%", "key", "\u0000");
            assertThat(answer.status()).as(step).isEqualTo(200);
            assertThat(answer.has("#blokbadge")).as(step).isTrue();
        }
    }

    private static JsonNode credential(String user) {
        for (JsonNode each : ward.realm.admin().get(ward.realm.path("users/" + user + "/credentials"))) {
            if ("blokbadge".equals(each.path("type").asText())) {
                return each;
            }
        }
        throw new AssertionError("The badge is no credential of " + user);
    }

    private static JsonNode state(String user) {
        return ward.badges(user).get(0);
    }

    private static void assertRefused(Page page) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.isRedirect()).isFalse();
        assertThat(page.has("#blokbadge-scan")).as(page.text()).isTrue();
    }
}
