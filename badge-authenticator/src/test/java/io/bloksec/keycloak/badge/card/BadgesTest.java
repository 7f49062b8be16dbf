package io.bloksec.keycloak.badge.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.protocol.BadgePayload;
import io.bloksec.keycloak.badge.protocol.Extra.EpochRules;
import io.bloksec.keycloak.badge.protocol.Extra.KioskRule;
import io.bloksec.keycloak.badge.protocol.SimulatedBadge;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A badge's life, and what somebody with the database in hand can make of it. */
class BadgesTest {

    private static final String REALM = CardTables.REALM.text();

    private final BadgePayload payload = BadgePayload.random(CardTables.REALM);
    private CardTables tables;

    @BeforeEach
    void open() {
        tables = new CardTables();
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STATE = 'RESET_PENDING'",
                "CODE_MAC = X'00'",
                "SERVER_HALF = X'00'",
                "PIN_CHECK = X'00'",
                "USER_KEY = BADGE_KEY",
                "USER_ID = 'mallory'",
                "EXPIRES = EXPIRES + 1",
                "ITERATIONS = 1",
                "KIOSK_RULE = 'PREFERRED'",
                "PIN_LENGTH = 4",
                "EPOCH = 2",
                "RENEWS = 'x'",
                "KIND = 'TEMPORARY'",
                "MAC_VERSION = 2",
                "REALM_ID = 'other'"
            })
    void aRowThatSomebodyChangedCountsAsNone(String change) {
        BadgeEntity badge = tables.active(payload, "jane", Kind.STANDARD);
        assertThat(tables.badges.find(REALM, badge.bid)).isPresent();
        tables.tamper("update BLOKBADGE set " + change);
        assertThat(tables.badges.find(REALM, badge.bid)).isEmpty();
        assertThat(catchThrowableOfType(RefusedException.class, () -> tables.tryPin(payload, badge, CardTables.PIN)))
                .isNotNull();
    }

    @Test
    void aRevokedBadgeThatIsBroughtBackFromABackupHasNoPin() {
        BadgeEntity badge = tables.active(payload, "jane", Kind.STANDARD);
        tables.badges.revoke(REALM, badge.bid, "admin");
        tables.tamper("update BLOKBADGE set STATE = 'ACTIVE'");
        assertThat(tables.badges.find(REALM, badge.bid)).isEmpty();
    }

    @Test
    void withoutTheKeyFileNoRowIsBelieved() {
        BadgeEntity badge = tables.active(payload, "jane", Kind.STANDARD);
        assertThat(tables.badges(KeyRing.missing("lost")).find(REALM, badge.bid))
                .isEmpty();
        assertThat(tables.badges(KeyRing.of(List.of(CardTables.master(2)))).find(REALM, badge.bid))
                .isEmpty();
    }

    @Test
    void twoBrowsersWithOneCodeGiveOneBadgeThatWorks() {
        BadgeEntity badge = tables.issue(payload, "jane", Kind.STANDARD);
        SimulatedBadge page = new SimulatedBadge(payload, 1);
        NewPins.Begun first = tables.pins
                .activate(badge, "first", CardTables.CODE, page.token("111222"))
                .orElseThrow();
        NewPins.Begun second = tables.pins
                .activate(badge, "second", CardTables.CODE, page.token(CardTables.PIN))
                .orElseThrow();
        BadgeEntity bound = bind(badge, second, "second", page);
        assertRefused(() -> bind(badge, first, "first", page), Refusal.STALE);
        assertThat(tables.tryPin(payload, bound, CardTables.PIN).isRight()).isTrue();
        assertThat(tables.tryPin(payload, bound, "111222").isRight()).isFalse();
    }

    @Test
    void aCodeIsTriedFiveTimes() {
        BadgeEntity badge = tables.issue(payload, "jane", Kind.STANDARD);
        byte[] token = new SimulatedBadge(payload, 1).token(CardTables.PIN);
        for (int i = 0; i < 5; i++) {
            assertThat(tables.pins.activate(badge, CardTables.SESSION, "00000000", token))
                    .isEmpty();
        }
        assertRefused(() -> tables.pins.activate(badge, CardTables.SESSION, CardTables.CODE, token), Refusal.CODE_DEAD);
    }

    @Test
    void aCodeEndsWithItsTime() {
        BadgeEntity badge = tables.issue(payload, "jane", Kind.STANDARD);
        byte[] token = new SimulatedBadge(payload, 1).token(CardTables.PIN);
        tables.tamper("update BLOKBADGE set CODE_EXPIRES = 1000");
        assertThat(catchThrowableOfType(
                        RefusedException.class,
                        () -> tables.pins.activate(badge, CardTables.SESSION, CardTables.CODE, token)))
                .isNotNull();
    }

    @Test
    void anAttemptIsWorthNothingInAnotherTab() {
        BadgeEntity badge = tables.issue(payload, "jane", Kind.STANDARD);
        SimulatedBadge page = new SimulatedBadge(payload, 1);
        NewPins.Begun begun = tables.pins
                .activate(badge, "mine", CardTables.CODE, page.token(CardTables.PIN))
                .orElseThrow();
        assertRefused(() -> bind(badge, begun, "yours", page), Refusal.STALE);
    }

    @Test
    void afterAResetTheOldPinIsWorthNothingAndTheSameBadgeGetsAnother() {
        BadgeEntity badge = tables.active(payload, "jane", Kind.STANDARD);
        BadgeEntity reset = tables.badges.reset(
                REALM,
                badge.bid,
                CardTables.CODE,
                java.time.Duration.ofHours(1),
                "letter",
                new EpochRules(KioskRule.REQUIRED, 6),
                "admin");
        assertThat(reset.epoch).isEqualTo(2);
        assertThat(reset.rules()).isEqualTo(new EpochRules(KioskRule.REQUIRED, 6));
        assertThat(reset.serverHalf).isNull();
        assertThat(reset.userKey).isNull();
        assertRefused(() -> tables.tryPin(payload, badge, CardTables.PIN), Refusal.CHANGED);
        BadgeEntity again = tables.activate(payload, reset);
        assertThat(tables.tryPin(payload, again, CardTables.PIN).isRight()).isTrue();
    }

    @Test
    void anotherPinNeedsNoPrintAndKillsTheOldHalf() {
        BadgeEntity badge = tables.active(payload, "jane", Kind.STANDARD);
        SimulatedBadge next = new SimulatedBadge(payload, 2);
        NewPins.Begun begun = tables.pins.beginNext(badge, CardTables.SESSION, next.token("271828"));
        byte[] key = SimulatedBadge.publicKey(next.userSeed(begun.answer()));
        BadgeEntity changed = tables.database.commit(em -> tables.pins
                .bind(
                        em,
                        badge,
                        begun.nonce(),
                        CardTables.SESSION,
                        new NewPins.Binding(key, "credential", false, "jane"))
                .badge());
        assertThat(changed.epoch).isEqualTo(2);
        assertThat(tables.tryPin(payload, changed, CardTables.PIN).isRight()).isFalse();
        assertThat(tables.tryPin(payload, changed, "271828").isRight()).isTrue();
        assertThat(changed.serverHalf).isNotEqualTo(badge.serverHalf);
    }

    @Test
    void aPersonHasOneWorkingBadgeOfAKind() {
        BadgeEntity old = tables.active(payload, "jane", Kind.STANDARD);
        BadgePayload second = BadgePayload.random(CardTables.REALM);
        BadgePayload third = BadgePayload.random(CardTables.REALM);
        BadgeEntity misprint = tables.issue(second, "jane", Kind.STANDARD);
        tables.active(BadgePayload.random(CardTables.REALM), "jane", Kind.TEMPORARY);
        BadgeEntity now = tables.active(third, "jane", Kind.STANDARD);
        assertThat(state(misprint)).isEqualTo(State.REVOKED);
        assertThat(state(old)).isEqualTo(State.REPLACED);
        assertThat(state(now)).isEqualTo(State.ACTIVE);
        assertThat(tables.badges.ofUser(REALM, "jane"))
                .filteredOn(badge -> badge.state() == State.ACTIVE)
                .hasSize(2);
    }

    @Test
    void suspendingAndResumingKeepsThePin() {
        BadgeEntity badge = tables.active(payload, "jane", Kind.STANDARD);
        BadgeEntity suspended = tables.badges.suspend(REALM, badge.bid, "admin");
        assertRefused(() -> tables.tryPin(payload, suspended, CardTables.PIN), Refusal.CHANGED);
        BadgeEntity resumed = tables.badges.resume(REALM, badge.bid, "admin");
        assertThat(tables.tryPin(payload, resumed, CardTables.PIN).isRight()).isTrue();
        tables.badges.revoke(REALM, badge.bid, "admin");
        assertRefused(() -> tables.badges.resume(REALM, badge.bid, "admin"), Refusal.CHANGED);
    }

    private State state(BadgeEntity badge) {
        return tables.badges.find(REALM, badge.bid).orElseThrow().state();
    }

    private BadgeEntity bind(BadgeEntity badge, NewPins.Begun begun, String session, SimulatedBadge page) {
        byte[] key = SimulatedBadge.publicKey(page.userSeed(begun.answer()));
        return tables.database.commit(em -> tables.pins
                .bind(em, badge, begun.nonce(), session, new NewPins.Binding(key, "credential", true, "jane"))
                .badge());
    }

    private static void assertRefused(Callable<?> call, Refusal refusal) {
        assertThat(catchThrowableOfType(RefusedException.class, call::call))
                .isNotNull()
                .extracting(RefusedException::refusal)
                .isEqualTo(refusal);
    }
}
