package io.bloksec.keycloak.badge.card;

import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import io.bloksec.keycloak.badge.kiosk.Kiosks;
import io.bloksec.keycloak.badge.protocol.BadgePayload;
import io.bloksec.keycloak.badge.protocol.Extra.EpochRules;
import io.bloksec.keycloak.badge.protocol.Extra.KioskRule;
import io.bloksec.keycloak.badge.protocol.MasterKey;
import io.bloksec.keycloak.badge.protocol.RealmId;
import io.bloksec.keycloak.badge.protocol.SimulatedBadge;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import io.bloksec.keycloak.database.TestDatabase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** BlokBadge's tables in an empty database, and people with badges. */
final class CardTables implements AutoCloseable {

    static final RealmId REALM = new RealmId("3f6c1a2e-8d4b-4c55-9a77-0b1c2d3e4f50");
    static final String SESSION = "gKzmbVoXyetvdC0E7I1qhHgyvCX7TuQnSaafTdbkV-I";
    static final String CODE = "40718263";
    static final String PIN = "493817";

    final TestDatabase tables = new TestDatabase(
            "META-INF/blokbadge-changelog.xml",
            BadgeEntity.class,
            TryEntity.class,
            PendingEntity.class,
            OpenedSessionEntity.class,
            KioskEntity.class);
    final Database database = tables.database();
    final KeyRing keys = KeyRing.of(List.of(master(1)));
    final Badges badges = badges(keys);
    final PinTries tries = new PinTries(database, badges, keys, new BadgeJournal() {});
    final NewPins pins = new NewPins(database, badges, keys);

    static MasterKey master(int version) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) (6 + version));
        return new MasterKey(version, bytes);
    }

    Badges badges(KeyRing ring) {
        return new Badges(database, new DatabaseClock(database), ring, new BadgeJournal() {});
    }

    Kiosks kiosks(KeyRing ring) {
        return new Kiosks(database, new DatabaseClock(database), ring);
    }

    BadgeEntity issue(BadgePayload payload, String user, Kind kind) {
        return badges.issue(
                new NewBadge(
                        REALM.text(),
                        user,
                        payload.badge(),
                        payload.publicKey(),
                        kind,
                        Optional.empty(),
                        kind.usual(),
                        new EpochRules(KioskRule.OFF, 8),
                        600_000,
                        "letter",
                        null,
                        "issuer"),
                CODE,
                Duration.ofHours(24));
    }

    /** Issued and given its first PIN. */
    BadgeEntity active(BadgePayload payload, String user, Kind kind) {
        return activate(payload, issue(payload, user, kind));
    }

    BadgeEntity activate(BadgePayload payload, BadgeEntity badge) {
        SimulatedBadge phone = new SimulatedBadge(payload, badge.epoch);
        NewPins.Begun begun =
                pins.activate(badge, SESSION, CODE, phone.token(PIN)).orElseThrow();
        byte[] userKey = SimulatedBadge.publicKey(phone.userSeed(begun.answer()));
        return database.commit(em -> pins.bind(
                        em, badge, begun.nonce(), SESSION, new NewPins.Binding(userKey, "credential", true, "user"))
                .badge());
    }

    PinTries.Tried tryPin(BadgePayload payload, BadgeEntity badge, String pin) {
        return tries.answer(badge, SESSION, null, new SimulatedBadge(payload, badge.epoch).token(pin));
    }

    /** As if somebody had write access to the database. */
    void tamper(String change) {
        database.commit(em -> em.createNativeQuery(change).executeUpdate());
    }

    @Override
    public void close() {
        tables.close();
    }
}
