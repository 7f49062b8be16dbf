package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.Page;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A first PIN without a code: the person's manager stands by and signs, with a badge of their own, for this person and this key. Whoever
 * tries it without a manager gets a badge that stays as it was.
 */
class BadgeVouchIT {

    private static final String BOSS_PIN = "84629173";

    private static BadgeRealm ward;
    private static int persons;

    private String boss;
    private PaperBadge bosses;

    @BeforeAll
    static void create() {
        ward = BadgeRealm.create("badge-vouch");
        ward.realm.admin().send("POST", ward.realm.path("roles"), Map.of("name", "badge-issuer"));
        ward.realm.admin().send("POST", ward.realm.path("roles"), Map.of("name", "badge-code-printer"));
        ward.settings(Map.of("codeChannel", "supervised"));
    }

    /** A new one each time: PINs that nothing was made of count as tries, and the next one waits. */
    @BeforeEach
    void employ() {
        boss = person();
        ward.give(boss, "manage-users", "badge-issuer");
        bosses = active(boss, BOSS_PIN);
    }

    @AfterAll
    static void remove() {
        ward.close();
    }

    @Test
    void aManagerStandsByAndNobodyTypesACode() {
        String worker = person();
        JsonNode issued = ward.issue(worker);
        assertThat(issued.has("code")).isFalse();
        assertThat(issued.has("mailed")).isFalse();
        PaperBadge badge = ward.paper(issued);
        BadgePage page = ward.page();
        assertThat(page.scan(badge).path("next").asText()).isEqualTo("supervised");
        JsonNode begun = page.choose(BadgeRealm.PIN);
        assertThat(begun.path("person").asText()).isEqualTo("Jane Doe (worker" + persons + ")");
        assertThat(begun.path("serial").asText()).isEqualTo(issued.get("serial").asText());

        assertThat(ward.page()
                        .activateBy(bosses, BOSS_PIN, badge, BadgeRealm.PIN)
                        .isRedirect())
                .isTrue();

        assertThat(state(worker)).isEqualTo("active");
        assertThat(ward.sessions(worker)).isEqualTo(1);
        assertThat(ward.sessions(boss)).as("the manager is not signed in").isZero();
        ward.realm.awaitEvent(event -> event.type().equals("LOGIN")
                && worker.equals(event.userId())
                && boss.equals(event.details().get("blokbadge_vouched_by")));
        assertThat(ward.page().signIn(badge, BadgeRealm.PIN).body()).doesNotContain("blokbadge-scan");
    }

    /** The same after a reset, for which a code can be asked for or not. */
    @Test
    void aPinThatWasForgotten() {
        String worker = person();
        PaperBadge badge = ward.paper(ward.issue(worker));
        ward.page().activateBy(bosses, BOSS_PIN, badge, BadgeRealm.PIN);
        ward.realm.admin().post(ward.path(worker, "/" + badge.bid + "/reset-pin"), Map.of());
        assertThat(ward.page().activateBy(bosses, BOSS_PIN, badge, "27182819").isRedirect())
                .isTrue();
        ward.realm.admin().post(ward.path(worker, "/" + badge.bid + "/reset-pin"), Map.of("codeChannel", "letter"));
        assertThat(ward.page().scan(badge).path("next").asText()).isEqualTo("activate");
    }

    @Test
    void aColleagueCannotVouch() {
        PaperBadge colleague = active(person(), BadgeRealm.PIN);
        refusedBeforeThePin(colleague, ward.paper(ward.issue(person())));
    }

    @Test
    void anIssuerWhoDoesNotManageThePersonCannotVouch() {
        String issuer = person();
        ward.give(issuer, "badge-issuer");
        refusedBeforeThePin(active(issuer, BadgeRealm.PIN), ward.paper(ward.issue(person())));
    }

    @Test
    void aManagerWhoIsNoIssuerCannotVouch() {
        String manager = person();
        ward.give(manager, "manage-users");
        refusedBeforeThePin(active(manager, BadgeRealm.PIN), ward.paper(ward.issue(person())));
    }

    @Test
    void nobodyVouchesForHimself() {
        String self = person();
        ward.give(self, "manage-users", "badge-issuer");
        PaperBadge temporary = active(self, BadgeRealm.PIN, "kind", "temporary");
        refusedBeforeThePin(temporary, ward.paper(ward.issue(self)));
    }

    /** Where two people have to do it, whoever issues badges is not the second. */
    @Test
    void withFourEyesAnIssuerAloneCannotVouch() {
        ward.settings(Map.of("fourEyes", true));
        try {
            PaperBadge badge = ward.paper(ward.issue(person()));
            refusedBeforeThePin(bosses, badge);
            ward.give(boss, "badge-code-printer");
            assertThat(ward.page()
                            .activateBy(bosses, BOSS_PIN, badge, BadgeRealm.PIN)
                            .isRedirect())
                    .isTrue();
        } finally {
            ward.settings(Map.of("fourEyes", false));
        }
    }

    @Test
    void aManagerWhoLosesTheRightMeanwhile() {
        Attempt attempt = new Attempt();
        ward.take(boss, "badge-issuer");
        attempt.isRefused(attempt.fields("signatureVouch", attempt.vouch()));
    }

    @Test
    void withoutAManager() {
        Attempt alone = new Attempt(false);
        alone.isRefused(alone.fields());
        Attempt unsigned = new Attempt();
        unsigned.isRefused(unsigned.fields());
    }

    @Test
    void withAKeyForWhichTheManagerDidNotSign() {
        Attempt attempt = new Attempt();
        ObjectNode otherwise = attempt.begun.deepCopy();
        otherwise.put("answer", PaperBadge.base64url(new byte[32]));
        String[] another = attempt.page.bindFields(otherwise);
        assertThat(another[1]).isNotEqualTo(attempt.fields()[1]);
        attempt.isRefused(BadgePage.and(another, "signatureVouch", attempt.vouch()));
    }

    /** What the manager signs for one badge in one tab is worth nothing for the same badge in another. */
    @Test
    void withAManagersSignatureFromAnotherTab() {
        Attempt seen = new Attempt();
        String vouch = seen.vouch();
        BadgePage thief = ward.page();
        thief.scan(seen.badge);
        JsonNode begun = thief.choose(BadgeRealm.PIN);
        Page answer = thief.post("bind", BadgePage.and(thief.bindFields(begun), "signatureVouch", vouch));
        assertThat(answer.isRedirect()).isFalse();
        assertThat(state(seen.worker)).isEqualTo("issued");
    }

    /** The manager's PIN, typed to vouch, does not let anybody in as the manager. */
    @Test
    void aVouchingManagerIsNotSignedIn() {
        Attempt attempt = new Attempt();
        Page answer = attempt.page.post("auth", "signature", attempt.vouch());
        assertThat(answer.isRedirect()).isFalse();
        assertThat(ward.sessions(boss)).isZero();
    }

    /** And a manager who signs in has vouched for nobody. */
    @Test
    void aManagersSignInIsNoVouch() {
        Attempt attempt = new Attempt();
        BadgePage own = ward.page();
        own.scan(bosses);
        own.pin(BOSS_PIN);
        attempt.isRefused(attempt.fields("signatureVouch", own.userKey().sign(own.authTranscript())));
    }

    @Test
    void noCodeActivatesIt() {
        PaperBadge badge = ward.paper(ward.issue(person()));
        BadgePage page = ward.page();
        page.scan(badge);
        assertThat(page.call("activate", "code", "12345678", "token", page.token(BadgeRealm.PIN))
                        .path("refused")
                        .asText())
                .isEqualTo("CODE_DEAD");
    }

    @Test
    void aBadgeWithACodeIsNotVouchedFor() {
        PaperBadge badge = ward.paper(ward.issue(person(), "codeChannel", "letter"));
        BadgePage page = ward.page();
        page.scan(badge);
        assertThat(page.choose(BadgeRealm.PIN).path("refused").asText()).isEqualTo("CHANGED");
    }

    @Test
    void theManagersWrongPinCountsOnTheManagersBadge() {
        String other = person();
        ward.give(other, "manage-users", "badge-issuer");
        PaperBadge badge = active(other, BadgeRealm.PIN);
        PaperBadge fresh = ward.paper(ward.issue(person()));
        BadgePage page = ward.page();
        page.scan(fresh);
        JsonNode rules = page.presentVoucher(badge, page.choose(BadgeRealm.PIN));
        for (int i = 0; i < 2; i++) {
            JsonNode wrong = page.voucherPin(badge, rules, "00000000");
            assertThat(wrong.path("refused").asText()).isEqualTo("WRONG");
            assertThat(wrong.path("next").asText()).isEqualTo("vouch-pin");
        }
        JsonNode third = page.voucherPin(badge, rules, "00000000");
        assertThat(third.path("wait").asLong()).isPositive();
        assertThat(third.path("next").asText()).isEqualTo("scan");
        assertThat(ward.page().scan(badge).path("refused").asText()).isEqualTo("WAIT");
    }

    /** A badge that is waiting for its manager's signature. */
    private final class Attempt {

        final String worker = person();
        final PaperBadge badge = ward.paper(ward.issue(worker));
        final BadgePage page = ward.page();
        final JsonNode begun;
        private final String[] own;
        private JsonNode rules;
        private JsonNode answer;

        /** The manager has typed the PIN. */
        Attempt() {
            this(true);
        }

        Attempt(boolean withManager) {
            page.scan(badge);
            begun = BadgePage.requireGood(page.choose(BadgeRealm.PIN));
            own = page.bindFields(begun);
            if (withManager) {
                rules = BadgePage.requireGood(page.presentVoucher(bosses, begun));
                answer = BadgePage.requireGood(page.voucherPin(bosses, rules, BOSS_PIN));
            }
        }

        String vouch() {
            return page.vouch(bosses, rules, answer, begun, own);
        }

        String[] fields(String... more) {
            return BadgePage.and(own, more);
        }

        void isRefused(String[] fields) {
            assertThat(page.post("bind", fields).isRedirect()).isFalse();
            assertThat(state(worker)).isEqualTo("issued");
            assertThat(ward.page().scan(badge).path("next").asText()).isEqualTo("supervised");
        }
    }

    private static void refusedBeforeThePin(PaperBadge voucher, PaperBadge fresh) {
        BadgePage page = ward.page();
        page.scan(fresh);
        assertThat(page.presentVoucher(voucher, page.choose(BadgeRealm.PIN))
                        .path("refused")
                        .asText())
                .isEqualTo("MAY_NOT_VOUCH");
    }

    private static PaperBadge active(String user, String pin, Object... more) {
        Object[] order = Stream.concat(Stream.of("codeChannel", "letter"), Stream.of(more))
                .toArray();
        JsonNode issued = ward.issue(user, order);
        if (!issued.has("code")) {
            throw new AssertionError("No code: " + issued);
        }
        PaperBadge badge = ward.paper(issued);
        assertThat(ward.page().activate(badge, issued.get("code").asText(), pin).isRedirect())
                .isTrue();
        ward.realm.admin().post(ward.realm.path("users/" + user + "/logout"), Map.of());
        return badge;
    }

    private static String person() {
        return ward.person("worker" + ++persons);
    }

    private static String state(String user) {
        return ward.badges(user).get(0).get("state").asText();
    }
}
