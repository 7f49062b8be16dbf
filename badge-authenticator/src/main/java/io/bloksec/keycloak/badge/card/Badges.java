package io.bloksec.keycloak.badge.card;

import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.protocol.ActivationCode;
import io.bloksec.keycloak.badge.protocol.Extra.EpochRules;
import io.bloksec.keycloak.badge.protocol.MasterKey;
import io.bloksec.keycloak.badge.protocol.RealmId;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The table of badges: each row is judged by its seal when it is read, and sealed anew when it is changed. */
public final class Badges {

    private static final SecureRandom RANDOM = new SecureRandom();
    /** To be said of {@code BadgeEntity b}. */
    static final String NOT_ENDED = "b.state not in ('EXPIRED', 'REPLACED', 'REVOKED')";

    /** Seconds before an alarm of the same kind is news again. */
    private static final long ALARM_AGAIN = 3_600;

    private final Database database;
    private final DatabaseClock clock;
    private final KeyRing keys;
    private final BadgeSeal seal;
    private final BadgeJournal journal;

    public Badges(Database database, DatabaseClock clock, KeyRing keys, BadgeJournal journal) {
        this.database = database;
        this.clock = clock;
        this.keys = keys;
        this.seal = new BadgeSeal(keys);
        this.journal = journal;
    }

    /** Seconds since 1970 by the database's clock. */
    public long now() {
        return clock.now() / 1000;
    }

    /** Empty for one that is not there, of another realm, or whose row somebody changed. */
    public Optional<BadgeEntity> find(String realmId, String bid) {
        return database.commit(em -> find(em, realmId, bid));
    }

    Optional<BadgeEntity> find(EntityManager em, String realmId, String bid) {
        return Optional.ofNullable(em.find(BadgeEntity.class, bid))
                .filter(badge -> badge.realmId.equals(realmId))
                .filter(seal::isIntact);
    }

    public Optional<BadgeEntity> ofCredential(String realmId, String credentialId) {
        return database.commit(em -> em.createQuery(
                        "from BadgeEntity b where b.credentialId = :credential and b.realmId = :realm",
                        BadgeEntity.class)
                .setParameter("credential", credentialId)
                .setParameter("realm", realmId)
                .getResultStream()
                .filter(seal::isIntact)
                .findFirst());
    }

    /** Newest first; those whose row somebody changed are left out. */
    public List<BadgeEntity> ofUser(String realmId, String userId) {
        return database.commit(em ->
                ofUser(em, realmId, userId).stream().filter(seal::isIntact).toList());
    }

    /** Of many people at once, those that have not ended, newest first; those whose row somebody changed are left out. */
    public Map<String, List<BadgeEntity>> ofUsers(String realmId, Collection<String> users) {
        if (users.isEmpty()) {
            return Map.of();
        }
        return database.commit(em -> em.createQuery(
                        "from BadgeEntity b where b.realmId = :realm and b.userId in :users and " + NOT_ENDED
                                + " order by b.createdAt desc, b.bid",
                        BadgeEntity.class)
                .setParameter("realm", realmId)
                .setParameter("users", users)
                .getResultStream()
                .filter(seal::isIntact)
                .collect(Collectors.groupingBy(badge -> badge.userId)));
    }

    /** Of a realm, those that have not ended, newest first, at most as many; those whose row somebody changed are left out. */
    public List<BadgeEntity> ofRealm(String realmId, BadgeFilter filter, int most) {
        long now = now();
        return database.commit(em -> {
            var query = em.createQuery(
                    "from BadgeEntity b where b.realmId = :realm and " + NOT_ENDED + filter.condition()
                            + " order by b.createdAt desc, b.bid",
                    BadgeEntity.class);
            query.setParameter("realm", realmId);
            filter.parameters(now).forEach(query::setParameter);
            return query.setMaxResults(most)
                    .getResultStream()
                    .filter(seal::isIntact)
                    .toList();
        });
    }

    private static List<BadgeEntity> ofUser(EntityManager em, String realmId, String userId) {
        return em.createQuery(
                        "from BadgeEntity b where b.realmId = :realm and b.userId = :user order by b.createdAt desc, b.bid",
                        BadgeEntity.class)
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .getResultList();
    }

    /**
     * A new badge, and whatever of its kind still waited for its first PIN is void.
     *
     * @param code the activation code, or null for a badge that is activated in another way
     */
    public BadgeEntity issue(NewBadge order, String code, Duration codeLife) {
        return database.commit(em -> {
            long now = now();
            for (BadgeEntity other : ofUser(em, order.realmId(), order.userId())) {
                boolean waits = other.kind() == order.kind() && other.state() == State.ISSUED;
                if (waits && order.kind() != Kind.DECOY && seal.isIntact(other)) {
                    lock(em, other);
                    end(em, other, State.REVOKED, order.by(), now);
                }
            }
            BadgeEntity badge = new BadgeEntity();
            badge.bid = order.bid().hex();
            badge.realmId = order.realmId();
            badge.userId = order.userId();
            badge.userSalt = random(32);
            badge.kind = order.kind().name();
            badge.serial = Serial.random();
            badge.state = State.ISSUED.name();
            badge.notBefore = order.notBefore().orElse(now);
            badge.expires = badge.notBefore + order.life().toSeconds();
            badge.badgeKey = order.badgeKey();
            badge.epoch = 1;
            badge.iterations = order.iterations();
            badge.kioskRule = order.rules().kiosk().name();
            badge.pinLength = order.rules().pinLength();
            badge.renews = order.renews();
            badge.createdAt = now;
            badge.createdBy = order.by();
            badge.notice = order.kind() == Kind.DECOY ? null : Notice.ISSUED.name();
            badge.codeChannel = order.codeChannel();
            code(badge, code, now + codeLife.toSeconds());
            seal(badge);
            em.persist(badge);
            journal.issued(em, badge);
            return badge;
        });
    }

    /** The person forgot the PIN: server half and key are gone, and a new code chooses a new one, by the rules of today. */
    public BadgeEntity reset(
            String realmId, String bid, String code, Duration codeLife, String channel, EpochRules rules, String by) {
        return change(realmId, bid, by, badge -> {
            requireMove(badge, State.RESET_PENDING);
            badge.state = State.RESET_PENDING.name();
            badge.epoch++;
            forgetPin(badge);
            badge.userKey = null;
            badge.codeChannel = channel;
            badge.kioskRule = rules.kiosk().name();
            badge.pinLength = rules.pinLength();
            badge.notice = Notice.RESET.name();
            badge.tries = 0;
            badge.nextAt = 0;
            code(badge, code, now() + codeLife.toSeconds());
        });
    }

    /** Another code for a badge that waits for its PIN, because the first one was lost or tried too often. */
    public BadgeEntity newCode(String realmId, String bid, String code, Duration codeLife, String channel, String by) {
        return change(realmId, bid, by, badge -> {
            if (!badge.state().awaitsPin() || badge.kind() == Kind.DECOY) {
                throw new RefusedException(Refusal.CHANGED);
            }
            badge.codeChannel = channel;
            code(badge, code, now() + codeLife.toSeconds());
        });
    }

    /** @throws RefusedException when it is no longer to be changed */
    public BadgeEntity suspend(String realmId, String bid, String by) {
        return change(realmId, bid, by, badge -> move(badge, State.SUSPENDED));
    }

    /** Back to what it was. */
    public BadgeEntity resume(String realmId, String bid, String by) {
        return change(realmId, bid, by, badge -> {
            if (badge.state() != State.SUSPENDED) {
                throw new RefusedException(Refusal.CHANGED);
            }
            move(
                    badge,
                    badge.userKey != null
                            ? State.ACTIVE
                            : badge.activatedAt == null ? State.ISSUED : State.RESET_PENDING);
        });
    }

    /** For ever; the server half is destroyed. Nothing happens to a badge that has ended before. */
    public BadgeEntity revoke(String realmId, String bid, String by) {
        return database.commit(em -> {
            BadgeEntity badge = locked(em, realmId, bid);
            if (!badge.state().isFinal()) {
                end(em, badge, State.REVOKED, by, now());
            }
            return badge;
        });
    }

    /**
     * Keeps that somebody should look after it.
     *
     * @return whether that is news: the same is told once an hour
     */
    public boolean alarm(BadgeEntity badge, Alarm alarm) {
        long now = now();
        return database.commit(em -> em.createQuery("update BadgeEntity b set b.alarm = :alarm, b.alarmAt = :now"
                                + " where b.bid = :bid and b.realmId = :realm"
                                + " and (b.alarm is null or b.alarm <> :alarm or b.alarmAt <= :before)")
                        .setParameter("alarm", alarm.name())
                        .setParameter("now", now)
                        .setParameter("before", now - ALARM_AGAIN)
                        .setParameter("bid", badge.bid)
                        .setParameter("realm", badge.realmId)
                        .executeUpdate()
                == 1);
    }

    /** Somebody has looked after it. */
    public BadgeEntity calm(BadgeEntity badge, String by) {
        return database.commit(em -> {
            BadgeEntity calmed = locked(em, badge.realmId, badge.bid);
            if (calmed.alarm != null) {
                calmed.alarm = null;
                calmed.alarmAt = null;
                journal.changed(em, calmed, calmed.state(), by, now());
            }
            return calmed;
        });
    }

    /** Somebody with it in hand is stopped; kept for good. */
    public void refused(BadgeEntity badge, String reason) {
        database.commit(em -> {
            journal.refused(em, badge, reason, now());
            return null;
        });
    }

    /** What a person has not heard yet about the badges that are his; told once, in the caller's transaction. */
    public List<Told> takeNotices(EntityManager em, BadgeEntity used) {
        List<Told> told = ofUser(em, used.realmId, used.userId).stream()
                .filter(badge -> badge.notice != null && seal.isIntact(badge))
                .map(badge -> new Told(
                        Notice.valueOf(badge.notice),
                        badge.serial,
                        Notice.valueOf(badge.notice) == Notice.ACTIVATED ? badge.activatedAt : badge.createdAt))
                .toList();
        if (!told.isEmpty()) {
            em.createQuery("update BadgeEntity b set b.notice = null where b.realmId = :realm and b.userId = :user")
                    .setParameter("realm", used.realmId)
                    .setParameter("user", used.userId)
                    .executeUpdate();
        }
        return told;
    }

    /** @param time seconds since 1970 */
    public record Told(Notice notice, String serial, long time) {}

    private BadgeEntity change(String realmId, String bid, String by, Consumer<BadgeEntity> change) {
        return database.commit(em -> {
            BadgeEntity badge = locked(em, realmId, bid);
            State from = badge.state();
            change.accept(badge);
            seal(badge);
            journal.changed(em, badge, from, by, now());
            return badge;
        });
    }

    /** @throws RefusedException when there is none that this server wrote */
    BadgeEntity locked(EntityManager em, String realmId, String bid) {
        return Optional.ofNullable(em.find(BadgeEntity.class, bid, LockModeType.PESSIMISTIC_WRITE))
                .filter(badge -> badge.realmId.equals(realmId))
                .filter(seal::isIntact)
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
    }

    private static void lock(EntityManager em, BadgeEntity badge) {
        em.refresh(badge, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Ends it, in the caller's transaction. */
    void end(EntityManager em, BadgeEntity badge, State end, String by, long now) {
        State from = badge.state();
        move(badge, end);
        forgetPin(badge);
        code(badge, null, 0);
        em.createQuery("delete from PendingEntity p where p.bid = :bid")
                .setParameter("bid", badge.bid)
                .executeUpdate();
        seal(badge);
        journal.changed(em, badge, from, by, now);
    }

    /** The others of its kind that its person still has. */
    List<BadgeEntity> endOthers(EntityManager em, BadgeEntity badge, String by, long now) {
        List<BadgeEntity> ended = new ArrayList<>();
        for (BadgeEntity other : ofUser(em, badge.realmId, badge.userId)) {
            boolean same = other.kind.equals(badge.kind) && !other.bid.equals(badge.bid);
            if (same && !other.state().isFinal() && seal.isIntact(other)) {
                end(em, other, other.state() == State.ISSUED ? State.REVOKED : State.REPLACED, by, now);
                ended.add(other);
            }
        }
        return ended;
    }

    /** After a change to what is under the seal. */
    void seal(BadgeEntity badge) {
        badge.revision++;
        seal.put(badge);
    }

    /** After a change of key alone. */
    void sealAgain(BadgeEntity badge) {
        seal.put(badge);
    }

    boolean isIntact(BadgeEntity badge) {
        return seal.isIntact(badge);
    }

    private static void forgetPin(BadgeEntity badge) {
        badge.serverHalf = null;
        badge.pinCheck = null;
        badge.kekVersion = 0;
    }

    private void code(BadgeEntity badge, String code, long expires) {
        badge.codeTries = 0;
        badge.codeMac = code == null ? null : codeMac(badge, code);
        badge.codeExpires = code == null ? null : Long.valueOf(expires);
    }

    private byte[] codeMac(BadgeEntity badge, String code) {
        byte[] key = codeKey(keys.newest(), badge);
        try {
            return ActivationCode.mac(key, badge.epochContext(), code);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Of any version: a key that is rotated must not kill the codes that are on their way. */
    boolean isCode(BadgeEntity badge, String code) {
        return keys.all().anyMatch(master -> {
            byte[] key = codeKey(master, badge);
            try {
                return ActivationCode.matches(key, badge.epochContext(), code, badge.codeMac);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        });
    }

    private static byte[] codeKey(MasterKey master, BadgeEntity badge) {
        return master.derive(MasterKey.Purpose.ACTIVATION_CODE, new RealmId(badge.realmId));
    }

    private static void move(BadgeEntity badge, State to) {
        requireMove(badge, to);
        badge.state = to.name();
    }

    private static void requireMove(BadgeEntity badge, State to) {
        if (!badge.state().canBecome(to)) {
            throw new RefusedException(Refusal.CHANGED);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
