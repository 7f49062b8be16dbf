package io.bloksec.keycloak.badge.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions at workstations end when nobody is seen there; others do not. */
class OpenedSessionsTest {

    private CardTables tables;
    private OpenedSessions sessions;

    @BeforeEach
    void open() {
        tables = new CardTables();
        sessions = new OpenedSessions(tables.database);
        opened("at work", "ward", 1600L);
        opened("elsewhere", null, null);
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void whereNobodyIsSeenItIsOver() {
        assertThat(sessions.isOver("at work", 1599)).isFalse();
        assertThat(sessions.over(1599)).isEmpty();
        assertThat(sessions.isOver("at work", 1600)).isTrue();
        assertThat(sessions.seen("at work", 1600, 2200)).as("not brought back").isFalse();
        OpenedSessionEntity over = sessions.over(1600).get(0);
        assertThat(over.id).isEqualTo("at work");
        assertThat(take(over)).isTrue();
        assertThat(take(over)).as("once").isFalse();
        assertThat(sessions.over(1600)).isEmpty();
    }

    /** As when the server stops: another one takes it. */
    @Test
    void whatWasTakenAndNotEndedIsStillThere() {
        OpenedSessionEntity over = sessions.over(1600).get(0);
        assertThatThrownBy(() -> tables.database.commit(em -> {
                    assertThat(sessions.take(em, over)).isTrue();
                    throw new IllegalStateException("The session cannot be ended");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(sessions.over(1600)).hasSize(1);
        assertThat(take(over)).isTrue();
    }

    /** The same browser session, signed in anew since somebody looked. */
    @Test
    void whatHasBegunAnewIsNotTaken() {
        OpenedSessionEntity over = sessions.over(1600).get(0);
        opened("at work", "ward", 2200L);
        assertThat(take(over)).isFalse();
    }

    @Test
    void whereSomebodyIsSeenItLasts() {
        assertThat(sessions.seen("at work", 1599, 2200)).isTrue();
        assertThat(sessions.isOver("at work", 1600)).isFalse();
        assertThat(sessions.over(1600)).isEmpty();
        assertThat(sessions.over(2200)).hasSize(1);
    }

    @Test
    void othersAreNotEndedForIt() {
        assertThat(sessions.seen("elsewhere", 1600, 2200)).isFalse();
        assertThat(sessions.isOver("elsewhere", Long.MAX_VALUE)).isFalse();
        assertThat(sessions.isOver("nobody", 0)).isFalse();
    }

    private boolean take(OpenedSessionEntity over) {
        return tables.database.commit(em -> sessions.take(em, over));
    }

    private void opened(String id, String kiosk, Long ends) {
        BadgeEntity badge = new BadgeEntity();
        badge.realmId = CardTables.REALM.text();
        badge.userId = "jane";
        badge.bid = "000102030405060708090a0b";
        tables.database.commit(em -> {
            sessions.opened(em, badge, id, kiosk, 1000, ends);
            return null;
        });
    }
}
