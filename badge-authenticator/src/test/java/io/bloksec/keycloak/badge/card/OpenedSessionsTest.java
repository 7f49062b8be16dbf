package io.bloksec.keycloak.badge.card;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(sessions.takeOver(1599)).isEmpty();
        assertThat(sessions.isOver("at work", 1600)).isTrue();
        assertThat(sessions.takeOver(1600)).extracting(each -> each.id).containsExactly("at work");
        assertThat(sessions.takeOver(1600)).as("once").isEmpty();
    }

    @Test
    void whereSomebodyIsSeenItLasts() {
        assertThat(sessions.seen("at work", 2200)).isTrue();
        assertThat(sessions.isOver("at work", 1600)).isFalse();
        assertThat(sessions.takeOver(1600)).isEmpty();
        assertThat(sessions.takeOver(2200)).hasSize(1);
        assertThat(sessions.seen("at work", 2800)).as("not after its end").isFalse();
    }

    @Test
    void othersAreNotEndedForIt() {
        assertThat(sessions.seen("elsewhere", 2200)).isFalse();
        assertThat(sessions.isOver("elsewhere", Long.MAX_VALUE)).isFalse();
        assertThat(sessions.isOver("nobody", 0)).isFalse();
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
