package io.bloksec.keycloak.badge.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.protocol.BadgePayload;
import io.bloksec.keycloak.badge.protocol.SimulatedBadge;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to badges while nobody looks. */
class UpkeepTest {

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

    /** A new key is added, rows move to it, the old one is taken away; whoever signs in meanwhile notices nothing. */
    @Test
    void rowsMoveToTheNewestKeyAndWorkWithoutTheOldOne() {
        BadgeEntity badge = tables.active(payload, "jane", Kind.STANDARD);
        PinTries.Tried tried = tables.tryPin(payload, badge, CardTables.PIN);
        KeyRing both = KeyRing.of(List.of(CardTables.master(1), CardTables.master(2)));
        Badges badges = tables.badges(both);

        assertThat(new Upkeep(tables.database, badges, tables.kiosks(both), both).moveToNewestKey())
                .isEqualTo(1);
        assertThat(new Upkeep(tables.database, badges, tables.kiosks(both), both).moveToNewestKey())
                .isZero();
        PinTries tries = new PinTries(tables.database, badges, both, new BadgeJournal() {});
        tables.database.commit(em -> tries.use(em, badge, tried.nonce(), CardTables.SESSION, null));

        KeyRing second = KeyRing.of(List.of(CardTables.master(2)));
        Badges later = tables.badges(second);
        BadgeEntity found = later.find(REALM, badge.bid).orElseThrow();
        byte[] token = new SimulatedBadge(payload, 1).token(CardTables.PIN);
        assertThat(new PinTries(tables.database, later, second, new BadgeJournal() {})
                        .answer(found, CardTables.SESSION, null, token)
                        .isRight())
                .isTrue();
    }

    @Test
    void aRowThatSomebodyChangedIsNotSealedAnew() {
        BadgeEntity badge = tables.active(payload, "jane", Kind.STANDARD);
        tables.tamper("update BLOKBADGE set USER_ID = 'mallory'");
        KeyRing both = KeyRing.of(List.of(CardTables.master(1), CardTables.master(2)));
        assertThat(new Upkeep(tables.database, tables.badges(both), tables.kiosks(both), both).moveToNewestKey())
                .isZero();
        assertThat(tables.badges(both).find(REALM, badge.bid)).isEmpty();
    }

    @Test
    void anOldCodeIsGoodAfterTheKeyChanged() {
        BadgeEntity badge = tables.issue(payload, "jane", Kind.STANDARD);
        KeyRing both = KeyRing.of(List.of(CardTables.master(1), CardTables.master(2)));
        Badges badges = tables.badges(both);
        new Upkeep(tables.database, badges, tables.kiosks(both), both).moveToNewestKey();
        assertThat(new NewPins(tables.database, badges, both)
                        .activate(
                                badge,
                                CardTables.SESSION,
                                CardTables.CODE,
                                new SimulatedBadge(payload, 1).token(CardTables.PIN)))
                .isPresent();
    }

    @Test
    void aBadgeWhoseTimeIsOverEndsAndItsServerHalfIsDestroyed() {
        Upkeep upkeep = new Upkeep(tables.database, tables.badges, tables.kiosks(tables.keys), tables.keys);
        BadgeEntity badge = tables.issue(payload, "jane", Kind.TEMPORARY);
        assertThat(upkeep.endExpired()).isZero();
        tables.database.commit(em -> {
            BadgeEntity row = em.find(BadgeEntity.class, badge.bid);
            row.expires = 1000;
            tables.badges.seal(row);
            return null;
        });
        assertThat(upkeep.endExpired()).isEqualTo(1);
        BadgeEntity ended = tables.badges.find(REALM, badge.bid).orElseThrow();
        assertThat(ended.state()).isEqualTo(State.EXPIRED);
        assertThat(ended.serverHalf).isNull();
        assertThat(ended.codeMac).isNull();
    }

    @Test
    void triesAreKeptAsLongAsTheyCount() {
        BadgeEntity badge = tables.active(payload, "jane", Kind.STANDARD);
        tables.tryPin(payload, badge, "000000");
        Upkeep upkeep = new Upkeep(tables.database, tables.badges, tables.kiosks(tables.keys), tables.keys);
        tables.tamper("update BLOKBADGE_TRY set TRIED_AT = TRIED_AT - 7776000");
        assertThat(upkeep.tidy()).isZero();
        tables.tamper("update BLOKBADGE_TRY set TRIED_AT = TRIED_AT - 90000");
        assertThat(upkeep.tidy()).isEqualTo(1);
    }
}
