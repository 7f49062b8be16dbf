package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.secret.RealmSecret;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import io.bloksec.keycloak.database.LostRaceException;
import jakarta.persistence.PersistenceException;
import java.util.Locale;

/**
 * How often a person may be disturbed. By unknown browsers: {@value #MOST_IN_WINDOW} pushes in ten minutes, {@value #MOST_IN_DAY} a
 * day, and after each one a pause twice as long as the last, up to a day, until one is approved; counted by the name as typed, for
 * names that do not exist too, so that nothing tells them apart, and by the person, who may have several names. By whoever has
 * proven a first factor, which may be stolen: {@value #MOST_PROVEN_IN_WINDOW} in ten minutes, {@value #MOST_PROVEN_IN_DAY} a day.
 */
public final class Lanes {

    static final int MOST_IN_WINDOW = 2;
    static final int MOST_IN_DAY = 6;
    static final int MOST_PROVEN_IN_WINDOW = 5;
    static final int MOST_PROVEN_IN_DAY = 30;
    static final long WINDOW = 10 * 60_000L;
    static final long DAY = 24 * 60 * 60_000L;
    static final long FIRST_PAUSE = 30_000;

    /** Two wrong numbers within this time are no slip of a finger any more. */
    static final long BETWEEN_BURNS = 30 * 60_000L;

    static final long PAUSE_AFTER_BURNS = 60 * 60_000L;

    private final Database database;
    private final DatabaseClock clock;

    public Lanes(Database database, DatabaseClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** For a name as typed. */
    public static String nameKey(RealmSecret secret, String name) {
        return secret.macText("lane", "", name.toLowerCase(Locale.ROOT).strip());
    }

    /** For the person behind any name. */
    public static String personKey(RealmSecret secret, String userId) {
        return secret.macText("lane-person", "", userId);
    }

    /** For whoever has proven a first factor of this person. */
    public static String provenKey(RealmSecret secret, String userId) {
        return secret.macText("lane-proven", "", userId);
    }

    /** Charges one push of an unknown browser before it is sent. */
    public boolean mayPush(String realmId, String key) {
        return charge(realmId, key, MOST_IN_WINDOW, MOST_IN_DAY, FIRST_PAUSE);
    }

    /** Charges one push after a first factor before it is sent. */
    public boolean mayPushProven(String realmId, String key) {
        return charge(realmId, key, MOST_PROVEN_IN_WINDOW, MOST_PROVEN_IN_DAY, 0);
    }

    private boolean charge(String realmId, String key, int mostInWindow, int mostInDay, long firstPause) {
        long now = clock.now();
        ensure(realmId, key, firstPause);
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
                .setParameter("mostInWindow", mostInWindow)
                .setParameter("mostInDay", mostInDay)
                .setParameter("id", key)
                .setParameter("realm", realmId)
                .executeUpdate());
    }

    /** It was the person after all. */
    public void approved(String realmId, String key) {
        database.change(em -> em.createQuery(
                        "update LaneEntity l set l.pausedUntil = 0, l.pause = case when l.pause = 0 then l.pause else :first end, l.windowCount = 0"
                                + " where l.id = :id and l.realmId = :realm")
                .setParameter("first", FIRST_PAUSE)
                .setParameter("id", key)
                .setParameter("realm", realmId)
                .executeUpdate());
    }

    /** A wrong number: the second one soon after the first closes the lane for an hour. */
    public void burnt(String realmId, String key) {
        long now = clock.now();
        ensure(realmId, key, FIRST_PAUSE);
        database.change(em -> em.createQuery("update LaneEntity l set"
                        + " l.pausedUntil = case when l.burntAt > :soon and l.pausedUntil < :until then :until else l.pausedUntil end,"
                        + " l.burntAt = :now where l.id = :id and l.realmId = :realm")
                .setParameter("now", now)
                .setParameter("soon", now - BETWEEN_BURNS)
                .setParameter("until", now + PAUSE_AFTER_BURNS)
                .setParameter("id", key)
                .setParameter("realm", realmId)
                .executeUpdate());
    }

    /** A report: silence for a day. */
    public void silence(String realmId, String key) {
        long now = clock.now();
        ensure(realmId, key, FIRST_PAUSE);
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

    /** The row that open requests in this name are counted under, one after the other. */
    void ensure(String realmId, String key) {
        ensure(realmId, key, FIRST_PAUSE);
    }

    private void ensure(String realmId, String key, long firstPause) {
        long now = clock.now();
        try {
            database.commit(em -> {
                if (em.find(LaneEntity.class, key) == null) {
                    LaneEntity row = new LaneEntity();
                    row.id = key;
                    row.realmId = realmId;
                    row.windowStart = now;
                    row.dayStart = now;
                    row.pause = firstPause;
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
