package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.database.Database;
import io.bloksec.keycloak.blokkey.database.DatabaseClock;
import io.bloksec.keycloak.blokkey.database.LostRaceException;
import io.bloksec.keycloak.blokkey.secret.RealmSecret;
import jakarta.persistence.PersistenceException;
import java.util.Locale;

/**
 * How often unknown browsers may disturb a person: {@value #MOST_IN_WINDOW} pushes in ten minutes, {@value #MOST_IN_DAY} a day,
 * and after each one a pause twice as long as the last, up to a day, until one is approved. Kept by a keyed hash of the name, for
 * names that do not exist too, so that nothing tells them apart.
 */
public final class Lanes {

    static final int MOST_IN_WINDOW = 2;
    static final int MOST_IN_DAY = 6;
    static final long WINDOW = 10 * 60_000L;
    static final long DAY = 24 * 60 * 60_000L;
    static final long FIRST_PAUSE = 30_000;

    private final Database database;
    private final DatabaseClock clock;

    public Lanes(Database database, DatabaseClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The row's id for a name as typed, or for a user name. */
    public static String keyOf(RealmSecret secret, String name) {
        return secret.macText("lane", "", name.toLowerCase(Locale.ROOT).strip());
    }

    /** Charges one push before it is sent. */
    public boolean mayPush(String realmId, String key) {
        long now = clock.now();
        ensure(realmId, key, now);
        return database.change(em -> em.createQuery("update LaneEntity l set"
                        + " l.windowCount = case when l.windowStart <= :windowEnd then 1 else l.windowCount + 1 end,"
                        + " l.windowStart = case when l.windowStart <= :windowEnd then :now else l.windowStart end,"
                        + " l.dayCount = case when l.dayStart <= :dayEnd then 1 else l.dayCount + 1 end,"
                        + " l.dayStart = case when l.dayStart <= :dayEnd then :now else l.dayStart end,"
                        + " l.pausedUntil = :now + l.pause,"
                        + " l.pause = case when l.pause * 2 > :day then :day else l.pause * 2 end"
                        + " where l.id = :id and l.realmId = :realm and l.pausedUntil <= :now"
                        + " and (l.windowStart <= :windowEnd or l.windowCount < :mostInWindow)"
                        + " and (l.dayStart <= :dayEnd or l.dayCount < :mostInDay)")
                .setParameter("now", now)
                .setParameter("windowEnd", now - WINDOW)
                .setParameter("dayEnd", now - DAY)
                .setParameter("day", DAY)
                .setParameter("mostInWindow", MOST_IN_WINDOW)
                .setParameter("mostInDay", MOST_IN_DAY)
                .setParameter("id", key)
                .setParameter("realm", realmId)
                .executeUpdate());
    }

    /** It was the person after all. */
    public void approved(String realmId, String key) {
        database.change(
                em -> em.createQuery("update LaneEntity l set l.pausedUntil = 0, l.pause = :first, l.windowCount = 0"
                                + " where l.id = :id and l.realmId = :realm")
                        .setParameter("first", FIRST_PAUSE)
                        .setParameter("id", key)
                        .setParameter("realm", realmId)
                        .executeUpdate());
    }

    /** A report: silence for a day. */
    public void silence(String realmId, String key) {
        long now = clock.now();
        ensure(realmId, key, now);
        database.change(em -> em.createQuery("update LaneEntity l set l.pausedUntil = :until, l.pause = :day"
                        + " where l.id = :id and l.realmId = :realm")
                .setParameter("until", now + DAY)
                .setParameter("day", DAY)
                .setParameter("id", key)
                .setParameter("realm", realmId)
                .executeUpdate());
    }

    /** Rows that say nothing any more. */
    public void sweep() {
        long now = clock.now();
        database.commit(
                em -> em.createQuery("delete from LaneEntity l where l.dayStart < :old and l.pausedUntil < :now")
                        .setParameter("old", now - 2 * DAY)
                        .setParameter("now", now)
                        .executeUpdate());
    }

    private void ensure(String realmId, String key, long now) {
        try {
            database.commit(em -> {
                if (em.find(LaneEntity.class, key) == null) {
                    LaneEntity row = new LaneEntity();
                    row.id = key;
                    row.realmId = realmId;
                    row.windowStart = now;
                    row.dayStart = now;
                    row.pause = FIRST_PAUSE;
                    em.persist(row);
                }
                return null;
            });
        } catch (LostRaceException | PersistenceException e) {
            // Two at once: the other one's row is as good. If there is none, the UPDATE finds nothing, and nothing is
            // pushed.
        }
    }
}
