package io.bloksec.keycloak.badge.card;

import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.protocol.EpochContext;
import io.bloksec.keycloak.badge.protocol.MasterKey;
import io.bloksec.keycloak.badge.protocol.ServerHalf;
import io.bloksec.keycloak.badge.protocol.WrappedHalf;
import io.bloksec.keycloak.database.Database;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A PIN is chosen: a new server half is drawn for whoever may, and comes to count when the key that was made with it is bound. Each
 * attempt has a half of its own, so that two browsers with the same code cannot spoil each other's: one wins, and that one works.
 */
public final class NewPins {

    private static final int NONCE = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Badges badges;
    private final KeyRing keys;

    public NewPins(Database database, Badges badges, KeyRing keys) {
        this.database = database;
        this.badges = badges;
        this.keys = keys;
    }

    /**
     * Counts the code, then judges it, then draws a half.
     *
     * @param token t of the badge's epoch
     * @return empty when the code is wrong
     * @throws RefusedException when no code may be tried
     */
    public Optional<Begun> activate(BadgeEntity shown, String session, String code, byte[] token) {
        return database.commit(em -> {
            int counted = em.createQuery("update BadgeEntity b set b.codeTries = b.codeTries + 1 where b.bid = :bid"
                            + " and b.realmId = :realm and b.revision = :revision and b.state in ('ISSUED', 'RESET_PENDING')"
                            + " and b.codeMac is not null and b.codeTries < :most and b.codeExpires > :now"
                            + " and b.notBefore <= :now and b.expires > :now")
                    .setParameter("bid", shown.bid)
                    .setParameter("realm", shown.realmId)
                    .setParameter("revision", shown.revision)
                    .setParameter("most", TryPolicy.MOST_CODE_TRIES)
                    .setParameter("now", badges.now())
                    .executeUpdate();
            if (counted != 1) {
                throw new RefusedException(badges.find(em, shown.realmId, shown.bid)
                        .filter(badge -> badge.revision == shown.revision)
                        .map(badge -> Refusal.CODE_DEAD)
                        .orElse(Refusal.CHANGED));
            }
            BadgeEntity badge = current(em, shown);
            return badges.isCode(badge, code)
                    ? Optional.of(begin(em, badge, badge.epoch, session, token))
                    : Optional.empty();
        });
    }

    /** For a badge whose manager stands by, or that follows another: nobody has typed a code. */
    public Begun beginWithoutCode(BadgeEntity shown, String session, byte[] token) {
        return database.commit(em -> {
            BadgeEntity badge = current(em, shown);
            if (!badge.state().awaitsPin() || !badge.isInItsTime(badges.now())) {
                throw new RefusedException(Refusal.CHANGED);
            }
            return begin(em, badge, badge.epoch, session, token);
        });
    }

    /** For another PIN of an active badge; the caller has seen a right answer in this tab, which is consumed at the end. */
    public Begun beginNext(BadgeEntity shown, String session, byte[] token) {
        return database.commit(em -> {
            BadgeEntity badge = current(em, shown);
            if (badge.state() != State.ACTIVE) {
                throw new RefusedException(Refusal.CHANGED);
            }
            return begin(em, badge, badge.epoch + 1, session, token);
        });
    }

    private BadgeEntity current(EntityManager em, BadgeEntity shown) {
        return badges.find(em, shown.realmId, shown.bid)
                .filter(badge -> badge.revision == shown.revision)
                .orElseThrow(() -> new RefusedException(Refusal.CHANGED));
    }

    private Begun begin(EntityManager em, BadgeEntity badge, int epoch, String session, byte[] token) {
        long now = badges.now();
        EpochContext context = badge.context().epoch(epoch);
        MasterKey master = keys.newest();
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try (ServerHalf half = ServerHalf.random()) {
            WrappedHalf wrapped = WrappedHalf.wrap(master, context, badge.userId, half);
            PendingEntity pending = new PendingEntity();
            pending.id = HexFormat.of().formatHex(nonce);
            pending.realmId = badge.realmId;
            pending.userId = badge.userId;
            pending.bid = badge.bid;
            pending.epoch = epoch;
            pending.revision = badge.revision;
            pending.session = session;
            pending.serverHalf = wrapped.bytes();
            pending.kekVersion = wrapped.keyVersion();
            pending.pinCheck = half.pinCheck(context, token);
            pending.iterations = badge.iterations;
            pending.expires = now + TryPolicy.PENDING_LIFE;
            em.persist(pending);
            return new Begun(half.answer(context, token), nonce, now, epoch);
        }
    }

    /**
     * The badge's key is A from here on; its other attempts are void, and so are the other badges of its kind. In the caller's
     * transaction.
     *
     * @param nonce of the attempt
     * @throws RefusedException when somebody was faster, or it took too long
     */
    public Bound bind(EntityManager em, BadgeEntity shown, byte[] nonce, String session, Binding binding) {
        long now = badges.now();
        BadgeEntity badge = badges.locked(em, shown.realmId, shown.bid);
        PendingEntity pending = Optional.ofNullable(
                        em.find(PendingEntity.class, HexFormat.of().formatHex(nonce)))
                .filter(each -> each.bid.equals(badge.bid) && each.session.equals(session) && each.expires > now)
                .orElseThrow(() -> new RefusedException(Refusal.STALE));
        boolean expected = binding.first() ? badge.state().awaitsPin() : badge.state() == State.ACTIVE;
        if (!expected || badge.revision != pending.revision || !badge.isInItsTime(now)) {
            throw new RefusedException(Refusal.CHANGED);
        }
        State from = badge.state();
        badge.state = State.ACTIVE.name();
        badge.epoch = pending.epoch;
        badge.iterations = pending.iterations;
        badge.userKey = binding.userKey();
        badge.serverHalf = pending.serverHalf;
        badge.kekVersion = pending.kekVersion;
        badge.pinCheck = pending.pinCheck;
        badge.codeMac = null;
        badge.codeExpires = null;
        badge.codeTries = 0;
        badge.tries = 0;
        badge.nextAt = 0;
        badge.lastUsedAt = now;
        if (binding.first()) {
            badge.activatedAt = now;
            badge.notice = Notice.ACTIVATED.name();
        }
        badge.credentialId = binding.credentialId();
        badges.seal(badge);
        em.createQuery("delete from PendingEntity p where p.bid = :bid")
                .setParameter("bid", badge.bid)
                .executeUpdate();
        return new Bound(badge, from, badges.endOthers(em, badge, binding.by(), now));
    }

    /**
     * What makes a new key count.
     *
     * @param userKey A
     * @param credentialId by which the consoles show the badge
     * @param first whether the badge waits for its PIN; whoever binds a key to an active one has consumed an answer before
     * @param by id of whoever did it
     */
    public record Binding(byte[] userKey, String credentialId, boolean first, String by) {}

    /**
     * @param from its state before
     * @param ended the badges whose place it has taken
     */
    public record Bound(BadgeEntity badge, State from, List<BadgeEntity> ended) {}

    /**
     * @param answer y of the new half
     * @param nonce what the new keys sign
     * @param time of the nonce, seconds since 1970
     * @param epoch in which the new PIN will count
     */
    public record Begun(byte[] answer, byte[] nonce, long time, int epoch) {}
}
