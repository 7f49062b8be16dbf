package io.bloksec.keycloak.badge.card;

import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.kiosk.Kiosks;
import io.bloksec.keycloak.badge.protocol.MasterKey;
import io.bloksec.keycloak.badge.protocol.ServerHalf;
import io.bloksec.keycloak.badge.protocol.WrappedHalf;
import io.bloksec.keycloak.database.Database;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What nobody waits for: badges whose time is over end, rows move to the newest master key, and what no longer counts is deleted. Any
 * node may do it, also two at once.
 */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final int BATCH = 200;

    /** As long as a wrong PIN counts, and a day. */
    private static final Duration TRIES = TryPolicy.BUDGET_TIME.plusDays(1);

    /** How long one can still look up what became of a badge. */
    private static final Duration ENDED = Duration.ofDays(400);

    private final Database database;
    private final Badges badges;
    private final Kiosks kiosks;
    private final KeyRing keys;
    private ScheduledExecutorService timer;

    public Upkeep(Database database, Badges badges, Kiosks kiosks, KeyRing keys) {
        this.database = database;
        this.badges = badges;
        this.kiosks = kiosks;
        this.keys = keys;
    }

    /** @param often what is to be done more often, too */
    public void start(Runnable often) {
        timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "blokbadge-upkeep");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::run, 1, 60, TimeUnit.MINUTES);
        timer.scheduleWithFixedDelay(() -> tried(often), 30, 30, TimeUnit.SECONDS);
    }

    private static void tried(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("Sessions at workstations where nobody is are not ended; this is tried again", e);
        }
    }

    private void run() {
        try {
            tidy();
            if (keys.isUsable()) {
                endExpired();
                moveToNewestKey();
                kiosks.moveToNewestKey();
            }
        } catch (RuntimeException e) {
            LOG.warn("Badges are not kept tidy; this is tried again in an hour", e);
        }
    }

    /** @return how many rows went */
    int tidy() {
        long now = badges.now();
        return delete("TryEntity t where t.triedAt < :before", now - TRIES.toSeconds())
                + delete("PendingEntity t where t.expires < :before", now)
                + delete("OpenedSessionEntity t where t.openedAt < :before", now - ENDED.toSeconds())
                + delete(
                        "BadgeEntity t where t.state in ('EXPIRED', 'REPLACED', 'REVOKED') and t.expires < :before",
                        now - ENDED.toSeconds());
    }

    private int delete(String what, long before) {
        return database.commit(em -> em.createQuery("delete from " + what)
                .setParameter("before", before)
                .executeUpdate());
    }

    /** @return how many badges ended */
    int endExpired() {
        List<BadgeEntity> over = database.commit(em -> em.createQuery(
                        "from BadgeEntity b where b.expires <= :now and " + Badges.NOT_ENDED, BadgeEntity.class)
                .setParameter("now", badges.now())
                .setMaxResults(BATCH)
                .getResultList());
        over.stream()
                .filter(badges::isIntact)
                .forEach(each -> database.commit(em -> {
                    BadgeEntity badge = badges.locked(em, each.realmId, each.bid);
                    if (!badge.state().isFinal()) {
                        badges.end(em, badge, State.EXPIRED, "time", badges.now());
                    }
                    return null;
                }));
        return over.size();
    }

    /** @return how many rows are under the newest key now that were not before */
    int moveToNewestKey() {
        int newest = keys.newest().version();
        int moved = 0;
        List<String> old;
        String last = "";
        do {
            String after = last;
            old = database.commit(em -> em.createQuery(
                            "select b.bid from BadgeEntity b where (b.macVersion < :newest"
                                    + " or (b.serverHalf is not null and b.kekVersion < :newest)) and b.bid > :after order by b.bid",
                            String.class)
                    .setParameter("newest", newest)
                    .setParameter("after", after)
                    .setMaxResults(BATCH)
                    .getResultList());
            for (String bid : old) {
                moved += database.commit(em -> move(em, bid)) ? 1 : 0;
                last = bid;
            }
        } while (!old.isEmpty());
        return moved;
    }

    /** Changes neither the badge nor its revision: whoever is signing in with it at this moment notices nothing. */
    private boolean move(EntityManager em, String bid) {
        BadgeEntity badge = em.find(BadgeEntity.class, bid, jakarta.persistence.LockModeType.PESSIMISTIC_WRITE);
        if (badge == null || !badges.isIntact(badge)) {
            LOG.warnf("The row of badge %s is not as this server wrote it; it is left as it is", bid);
            return false;
        }
        if (badge.serverHalf != null && !rewrap(badge)) {
            LOG.warnf("The server half of badge %s cannot be opened; its row is left as it is", bid);
            return false;
        }
        badges.sealAgain(badge);
        return true;
    }

    private boolean rewrap(BadgeEntity badge) {
        MasterKey newest = keys.newest();
        return keys.version(badge.kekVersion)
                .flatMap(master -> badge.wrappedHalf().open(master, badge.epochContext(), badge.userId))
                .map(opened -> {
                    try (ServerHalf half = opened) {
                        WrappedHalf wrapped = WrappedHalf.wrap(newest, badge.epochContext(), badge.userId, half);
                        badge.serverHalf = wrapped.bytes();
                        badge.kekVersion = wrapped.keyVersion();
                        return true;
                    }
                })
                .orElse(false);
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
