package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.Badges;
import io.bloksec.keycloak.badge.card.NewPins;
import io.bloksec.keycloak.badge.card.OpenedSessions;
import io.bloksec.keycloak.badge.card.PinTries;
import io.bloksec.keycloak.badge.card.Upkeep;
import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.kiosk.Kiosks;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;

/** What lives as long as the server: the keys, the tables, the clock. */
final class Engine implements AutoCloseable {

    /** Badges that are scanned behind one network address in a minute: a hospital may have one. */
    private static final int SCANS = 1_200;

    /** Of them, those that are no badge of the realm's, or are not what they claim to be. */
    private static final int STRANGE_SCANS = 120;

    private static final int PAIRINGS = 30;

    private static final long MINUTE = 60_000;

    final KeyRing keys;
    final Badges badges;
    final PinTries tries;
    final NewPins pins;
    final OpenedSessions sessions;
    final Kiosks kiosks;
    final Journal journal;
    final Removals removals;
    final BadgeMails mails;
    final CallLimit scans = new CallLimit(SCANS, MINUTE);
    /** Pairing codes that are tried behind one address. */
    final CallLimit pairings = new CallLimit(PAIRINGS, MINUTE);

    final CallLimit strangeScans = new CallLimit(STRANGE_SCANS, MINUTE);
    private final KeycloakSessionFactory factory;
    private final Upkeep upkeep;

    Engine(KeycloakSessionFactory factory, KeyRing keys) {
        this.factory = factory;
        this.keys = keys;
        Database database = new Database(factory);
        DatabaseClock clock = new DatabaseClock(database);
        journal = Journals.in(factory);
        badges = new Badges(database, clock, keys, journal);
        tries = new PinTries(database, badges, keys, journal);
        pins = new NewPins(database, badges, keys);
        sessions = new OpenedSessions(database);
        kiosks = new Kiosks(database, clock, keys);
        removals = new Removals(database);
        mails = new BadgeMails(factory);
        upkeep = new Upkeep(database, badges, kiosks, keys);
    }

    static Engine of(KeycloakSession session) {
        return ((BadgeResourceFactory) session.getKeycloakSessionFactory()
                        .getProviderFactory(RealmResourceProvider.class, BlokBadge.ID))
                .engine();
    }

    void start() {
        upkeep.start(() -> BadgeEnd.endIdle(factory, sessions.over(badges.now())));
    }

    @Override
    public void close() {
        upkeep.close();
        mails.close();
    }
}
