package io.bloksec.keycloak.badge.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bloksec.keycloak.badge.protocol.BadgePayload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever has a badge and not its PIN gets few guesses, however they are made. */
class PinTriesTest {

    private final BadgePayload payload = BadgePayload.random(CardTables.REALM);
    private CardTables tables;
    private BadgeEntity badge;

    @BeforeEach
    void aPersonWithABadge() {
        tables = new CardTables();
        badge = tables.active(payload, "jane", Kind.STANDARD);
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void theRightPinIsAnsweredAndOpensOnce() {
        PinTries.Tried tried = tables.tryPin(payload, badge, CardTables.PIN);
        assertThat(tried.isRight()).isTrue();
        assertThat(use(tried).failed()).isZero();
        assertRefused(() -> use(tried), Refusal.STALE);
        assertThat(tables.badges.find(CardTables.REALM.text(), badge.bid).orElseThrow().tries)
                .isZero();
    }

    @Test
    void aWrongPinYieldsNothing() {
        PinTries.Tried tried = tables.tryPin(payload, badge, "493818");
        assertThat(tried.answer()).isNull();
        assertRefused(() -> use(tried), Refusal.STALE);
    }

    @Test
    void theWaitsGrowUntilTheBadgeLocks() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waits.add(tables.tryPin(payload, badge, "000000").waitSeconds());
            if (i < 9 && waits.get(i) > 0) {
                RefusedException refused = refusal(() -> tables.tryPin(payload, badge, CardTables.PIN));
                assertThat(refused.refusal()).isEqualTo(Refusal.WAIT);
                assertThat(refused.waitSeconds()).isPositive();
            }
            tables.tamper("update BLOKBADGE set NEXT_AT = 0");
        }
        assertThat(waits.subList(0, 2)).containsOnly(0L);
        List<Long> expected = List.of(30L, 60L, 300L, 900L, 1800L, 3600L, 3600L);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(waits.get(i + 2)).isBetween(expected.get(i) - 2, expected.get(i));
        }
        assertRefused(() -> tables.tryPin(payload, badge, CardTables.PIN), Refusal.LOCKED);
    }

    @Test
    void fortyGuessesAtOnceGetThreeAnswers() throws Exception {
        ExecutorService guessers = Executors.newFixedThreadPool(20);
        try {
            Callable<Boolean> guess = () -> {
                try {
                    return !tables.tryPin(payload, badge, "111111").isRight();
                } catch (RuntimeException e) {
                    return false;
                }
            };
            int answered = 0;
            for (Future<Boolean> each : guessers.invokeAll(java.util.Collections.nCopies(40, guess))) {
                answered += each.get() ? 1 : 0;
            }
            assertThat(answered).isBetween(1, 3);
            assertThat(tables.tables.count("TryEntity")).isEqualTo(answered);
        } finally {
            guessers.shutdownNow();
        }
    }

    @Test
    void slowGuessingEndsAfterFiftyInNinetyDaysWhateverTheBadge() {
        BadgePayload other = BadgePayload.random(CardTables.REALM);
        BadgeEntity temporary = tables.active(other, "jane", Kind.TEMPORARY);
        for (int i = 0; i < 49; i++) {
            tables.tryPin(payload, badge, "000000");
            tables.tamper("update BLOKBADGE set NEXT_AT = 0, TRIES = 0");
        }
        use(tables.tryPin(payload, badge, CardTables.PIN));
        assertThat(tables.tries.needsNewPin(badge)).isTrue();
        tables.tryPin(other, temporary, "000000");
        assertRefused(() -> tables.tryPin(payload, badge, CardTables.PIN), Refusal.BUDGET);
        tables.tamper("update BLOKBADGE set NEXT_AT = 0");
        assertRefused(() -> tables.tryPin(other, temporary, "000000"), Refusal.BUDGET);
        assertThat(tables.badges.find(CardTables.REALM.text(), temporary.bid).orElseThrow().tries)
                .as("what is refused is not counted")
                .isEqualTo(1);
        tables.tamper("update BLOKBADGE_TRY set TRIED_AT = TRIED_AT - 7776001");
        assertThat(tables.tryPin(payload, badge, CardTables.PIN).isRight()).isTrue();
    }

    @Test
    void rightPinsAreNeverOnTheBill() {
        for (int i = 0; i < 60; i++) {
            use(tables.tryPin(payload, badge, CardTables.PIN));
        }
        assertThat(tables.tries.needsNewPin(badge)).isFalse();
    }

    @Test
    void anAnswerIsWorthNothingAfterTheBadgeChanged() {
        PinTries.Tried tried = tables.tryPin(payload, badge, CardTables.PIN);
        tables.badges.revoke(CardTables.REALM.text(), badge.bid, "admin");
        assertRefused(() -> use(tried), Refusal.CHANGED);
        assertRefused(() -> tables.tryPin(payload, badge, CardTables.PIN), Refusal.CHANGED);
    }

    @Test
    void anAnswerIsWorthNothingInAnotherTabOrAfterTwoMinutes() {
        PinTries.Tried tried = tables.tryPin(payload, badge, CardTables.PIN);
        assertRefused(
                () -> tables.database.commit(em -> tables.tries.use(em, badge, tried.nonce(), "another", null)),
                Refusal.STALE);
        tables.tamper("update BLOKBADGE_TRY set TRIED_AT = TRIED_AT - 121");
        assertRefused(() -> use(tried), Refusal.STALE);
    }

    @Test
    void aBadgeWhoseTimeIsOverIsRefusedBetweenAnswerAndSignIn() {
        PinTries.Tried tried = tables.tryPin(payload, badge, CardTables.PIN);
        tables.tamper("update BLOKBADGE set EXPIRES = 1000");
        assertThatThrownBy(() -> use(tried)).isInstanceOf(RefusedException.class);
    }

    private PinTries.Used use(PinTries.Tried tried) {
        return tables.database.commit(em -> tables.tries.use(em, badge, tried.nonce(), CardTables.SESSION, null));
    }

    private static RefusedException refusal(Callable<?> call) {
        return catchThrowableOfType(RefusedException.class, call::call);
    }

    private static void assertRefused(Callable<?> call, Refusal refusal) {
        assertThat(refusal(call))
                .isNotNull()
                .extracting(RefusedException::refusal)
                .isEqualTo(refusal);
    }
}
