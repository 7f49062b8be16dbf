package io.bloksec.keycloak.badge.card;

import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.protocol.ServerHalf;
import io.bloksec.keycloak.database.Database;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A PIN is tried: it is counted, and only what is counted is answered. The UPDATE that counts takes the row's lock, and the wait is
 * computed in it from the database's clock, so that forty calls at once on nodes with wrong clocks get no more answers than forty
 * one after the other. The answer leaves this class after the count is committed.
 */
public final class PinTries {

    private static final int NONCE = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Badges badges;
    private final KeyRing keys;
    private final BadgeJournal journal;

    public PinTries(Database database, Badges badges, KeyRing keys, BadgeJournal journal) {
        this.database = database;
        this.badges = badges;
        this.keys = keys;
        this.journal = journal;
    }

    /**
     * @param shown the badge as it was when it was scanned: another revision or epoch is refused
     * @param token t, 32 bytes
     * @throws RefusedException when no PIN may be tried; nothing is counted then
     */
    public Tried answer(BadgeEntity shown, String session, String kioskId, byte[] token) {
        try {
            return database.commit(em -> counted(em, shown, session, kioskId, token));
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.BUDGET) {
                badges.refused(shown, "budget");
            }
            throw e;
        }
    }

    private Tried counted(EntityManager em, BadgeEntity shown, String session, String kioskId, byte[] token) {
        int counted = em.createQuery("update BadgeEntity b set b.tries = b.tries + 1, b.nextAt = "
                        + TryPolicy.NEXT_AT
                        + " where b.bid = :bid and b.realmId = :realm and b.revision = :revision and b.epoch = :epoch"
                        + " and b.state = 'ACTIVE' and b.tries < :most and b.nextAt <= " + TryPolicy.NOW
                        + " and b.notBefore <= "
                        + TryPolicy.NOW + " and b.expires > " + TryPolicy.NOW)
                .setParameter("bid", shown.bid)
                .setParameter("realm", shown.realmId)
                .setParameter("revision", shown.revision)
                .setParameter("epoch", shown.epoch)
                .setParameter("most", TryPolicy.MOST_TRIES)
                .executeUpdate();
        if (counted != 1) {
            throw refusal(em, shown);
        }
        // Two badges of one person, a standard and a temporary one, could both be at the last try here: one more, at
        // most.
        if (spent(em, shown) >= TryPolicy.BUDGET) {
            throw new RefusedException(Refusal.BUDGET);
        }
        BadgeEntity badge =
                badges.find(em, shown.realmId, shown.bid).orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
        TryEntity row = new TryEntity();
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        row.id = HexFormat.of().formatHex(nonce);
        row.realmId = badge.realmId;
        row.userId = badge.userId;
        row.bid = badge.bid;
        row.epoch = badge.epoch;
        row.revision = badge.revision;
        row.session = session;
        row.kioskId = kioskId;
        row.triedAt = badges.now();
        Optional<byte[]> answer = answer(badge, token);
        row.state = answer.isPresent() ? TryEntity.ANSWERED : TryEntity.WRONG;
        em.persist(row);
        if (answer.isEmpty() && badge.tries == TryPolicy.MOST_TRIES) {
            journal.refused(em, badge, "locked", row.triedAt);
        }
        return new Tried(answer.orElse(null), nonce, row.triedAt, badge.tries, Math.max(0, badge.nextAt - row.triedAt));
    }

    private Optional<byte[]> answer(BadgeEntity badge, byte[] token) {
        try (ServerHalf half = half(badge)) {
            return half.isRightPin(badge.epochContext(), token, badge.pinCheck)
                    ? Optional.of(half.answer(badge.epochContext(), token))
                    : Optional.empty();
        }
    }

    private ServerHalf half(BadgeEntity badge) {
        return keys.version(badge.kekVersion)
                .flatMap(master -> badge.wrappedHalf().open(master, badge.epochContext(), badge.userId))
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
    }

    private static long spent(EntityManager em, BadgeEntity badge) {
        return em.createQuery(
                        "select count(t) from TryEntity t where t.realmId = :realm and t.userId = :user and t.state = 'WRONG'"
                                + " and t.triedAt > " + TryPolicy.NOW + " - :time",
                        Long.class)
                .setParameter("realm", badge.realmId)
                .setParameter("user", badge.userId)
                .setParameter("time", TryPolicy.BUDGET_TIME.toSeconds())
                .getSingleResult();
    }

    private static long wrongSince(EntityManager em, BadgeEntity badge) {
        return em.createQuery(
                        "select count(t) from TryEntity t where t.realmId = :realm and t.userId = :user and t.state = 'WRONG'"
                                + " and t.bid = :bid and t.triedAt >= :since",
                        Long.class)
                .setParameter("realm", badge.realmId)
                .setParameter("user", badge.userId)
                .setParameter("bid", badge.bid)
                .setParameter("since", badge.lastUsedAt == null ? 0L : badge.lastUsedAt)
                .getSingleResult();
    }

    /** Whether there were so many wrong PINs in three months that the next one should be another. */
    public boolean needsNewPin(BadgeEntity badge) {
        return database.commit(em -> spent(em, badge)) >= TryPolicy.NEW_PIN_FROM;
    }

    private RefusedException refusal(EntityManager em, BadgeEntity shown) {
        long now = badges.now();
        return badges.find(em, shown.realmId, shown.bid)
                .map(badge -> {
                    if (badge.revision != shown.revision) {
                        return new RefusedException(Refusal.CHANGED);
                    }
                    if (badge.isLocked()) {
                        return new RefusedException(Refusal.LOCKED);
                    }
                    return badge.nextAt > now
                            ? new RefusedException(Refusal.WAIT, badge.nextAt - now)
                            : new RefusedException(Refusal.CHANGED);
                })
                .orElseGet(() -> new RefusedException(Refusal.UNKNOWN));
    }

    /**
     * Consumes an answer, in the transaction that signs its person in: once, in the tab that got it, within two minutes, and only if
     * the badge has stayed what it was.
     *
     * @param shown the badge as it was scanned
     * @return the badge, and how many wrong PINs there were since it was last used
     * @throws RefusedException when the answer, or the badge, is no longer good
     */
    public Used use(EntityManager em, BadgeEntity shown, byte[] nonce, String session, String kioskId) {
        long now = badges.now();
        BadgeEntity before =
                badges.find(em, shown.realmId, shown.bid).orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
        // With the first right PIN there were none.
        long failed = before.tries > 1 ? wrongSince(em, before) : 0;
        em.detach(before);
        int used = em.createQuery("update TryEntity t set t.state = 'USED' where t.id = :id and t.state = 'ANSWERED'"
                        + " and t.bid = :bid and t.revision = :revision and t.epoch = :epoch"
                        + " and t.session = :session and t.triedAt > :since")
                .setParameter("id", HexFormat.of().formatHex(nonce))
                .setParameter("bid", shown.bid)
                .setParameter("revision", shown.revision)
                .setParameter("epoch", shown.epoch)
                .setParameter("session", session)
                .setParameter("since", now - TryPolicy.ANSWER_LIFE)
                .executeUpdate();
        if (used != 1) {
            throw new RefusedException(Refusal.STALE);
        }
        int open = em.createQuery("update BadgeEntity b set b.tries = 0, b.nextAt = 0, b.lastUsedAt = :now,"
                        + " b.lastKiosk = :kiosk where b.bid = :bid and b.realmId = :realm and b.revision = :revision"
                        + " and b.epoch = :epoch and b.state = 'ACTIVE' and b.notBefore <= :now and b.expires > :now")
                .setParameter("now", now)
                .setParameter("kiosk", kioskId)
                .setParameter("bid", shown.bid)
                .setParameter("realm", shown.realmId)
                .setParameter("revision", shown.revision)
                .setParameter("epoch", shown.epoch)
                .executeUpdate();
        if (open != 1) {
            throw new RefusedException(Refusal.CHANGED);
        }
        BadgeEntity badge =
                badges.find(em, shown.realmId, shown.bid).orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
        return new Used(badge, Math.toIntExact(failed));
    }

    /**
     * What became of a try.
     *
     * @param answer y, or null when the PIN was wrong
     * @param nonce N3, worth something with an answer only
     * @param time of the nonce, seconds since 1970
     * @param tries in a row, with this one
     * @param waitSeconds before the next one
     */
    public record Tried(byte[] answer, byte[] nonce, long time, int tries, long waitSeconds) {

        public boolean isRight() {
            return answer != null;
        }

        public boolean isLocked() {
            return !isRight() && tries >= TryPolicy.MOST_TRIES;
        }
    }

    /**
     * @param failed wrong PINs since the badge was last used
     */
    public record Used(BadgeEntity badge, int failed) {}
}
