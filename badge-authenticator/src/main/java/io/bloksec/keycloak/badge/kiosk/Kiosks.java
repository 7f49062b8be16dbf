package io.bloksec.keycloak.badge.kiosk;

import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.protocol.KioskKey;
import io.bloksec.keycloak.badge.protocol.MasterKey;
import io.bloksec.keycloak.badge.protocol.PairingCode;
import io.bloksec.keycloak.badge.protocol.RealmId;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** The table of workstations: each row is judged by its seal when it is read, and sealed anew when it is changed. */
public final class Kiosks {

    /** How long a pairing code is good for, seconds, and how often somebody may mistype it. */
    private static final long CODE_LIFE = 600;

    private static final int MOST_CODE_TRIES = 5;

    /** How exactly one knows when it was last used, seconds. */
    private static final long SEEN_EVERY = 300;

    private static final Logger LOG = Logger.getLogger(Kiosks.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final DatabaseClock clock;
    private final KeyRing keys;
    private final KioskSeal seal;

    public Kiosks(Database database, DatabaseClock clock, KeyRing keys) {
        this.database = database;
        this.clock = clock;
        this.keys = keys;
        this.seal = new KioskSeal(keys);
    }

    private long now() {
        return clock.now() / 1000;
    }

    /** Empty for one that is not there, of another realm, or whose row somebody changed. */
    public Optional<KioskEntity> find(String realmId, String id) {
        return database.commit(em -> Optional.ofNullable(em.find(KioskEntity.class, id))
                .filter(kiosk -> kiosk.realmId.equals(realmId))
                .filter(seal::isIntact));
    }

    /** Oldest first; those whose row somebody changed are left out, as they count for nothing, and named in the log. */
    public List<KioskEntity> all(String realmId) {
        return database.commit(em -> em.createQuery(
                        "from KioskEntity k where k.realmId = :realm order by k.createdAt, k.id", KioskEntity.class)
                .setParameter("realm", realmId)
                .getResultStream()
                .filter(kiosk -> {
                    boolean intact = seal.isIntact(kiosk);
                    if (!intact) {
                        LOG.warnf(
                                "The row of workstation %s is not as this server wrote it; it counts as none",
                                kiosk.id);
                    }
                    return intact;
                })
                .toList());
    }

    /** A workstation without a browser yet, and the code by which one becomes it. */
    public WithCode create(String realmId, KioskRules rules, String by) {
        return database.commit(em -> {
            KioskEntity kiosk = new KioskEntity();
            kiosk.id = id();
            kiosk.realmId = realmId;
            kiosk.state = KioskState.WAITING.name();
            kiosk.rules = rules.json().toString();
            kiosk.createdAt = now();
            kiosk.createdBy = by;
            String code = code(em, kiosk);
            seal.put(kiosk);
            em.persist(kiosk);
            return new WithCode(kiosk, code);
        });
    }

    /** Another code, for another browser: until it is used, the one before stays what it is. */
    public Optional<WithCode> newCode(String realmId, String id) {
        return database.commit(em -> locked(em, realmId, id)
                .filter(kiosk -> kiosk.state() != KioskState.REVOKED)
                .map(kiosk -> {
                    String code = code(em, kiosk);
                    seal.put(kiosk);
                    return new WithCode(kiosk, code);
                }));
    }

    /**
     * @param rules makes the new ones of those that hold, while nobody else changes them
     * @param enabled out of use, or back in it; empty: as it is
     */
    public Optional<KioskEntity> change(
            String realmId, String id, UnaryOperator<KioskRules> rules, Optional<Boolean> enabled) {
        return change(realmId, id, kiosk -> {
            kiosk.rules = rules.apply(kiosk.rules()).json().toString();
            enabled.ifPresent(in -> kiosk.state = state(kiosk, in).name());
        });
    }

    private static KioskState state(KioskEntity kiosk, boolean enabled) {
        return !enabled ? KioskState.DISABLED : kiosk.publicKey != null ? KioskState.ACTIVE : KioskState.WAITING;
    }

    /** For ever. */
    public Optional<KioskEntity> revoke(String realmId, String id) {
        return change(realmId, id, kiosk -> {
            kiosk.state = KioskState.REVOKED.name();
            forgetCode(kiosk);
        });
    }

    private Optional<KioskEntity> change(String realmId, String id, Consumer<KioskEntity> change) {
        return database.commit(em -> locked(em, realmId, id)
                .filter(kiosk -> kiosk.state() != KioskState.REVOKED)
                .map(kiosk -> {
                    change.accept(kiosk);
                    seal.put(kiosk);
                    return kiosk;
                }));
    }

    /**
     * Makes the browser with this key the workstation that the code was made for. A code is good once; a wrong one counts on the row that
     * it begins like.
     *
     * @param code as {@link PairingCode#of} has it
     */
    public Optional<KioskEntity> pair(String realmId, String code, KioskKey key) {
        return database.commit(em -> ofHandle(em, realmId, PairingCode.handle(code))
                .filter(seal::isIntact)
                .filter(kiosk -> kiosk.codeTries < MOST_CODE_TRIES && now() < kiosk.codeExpires)
                .filter(kiosk -> {
                    kiosk.codeTries++;
                    return isCode(kiosk, code);
                })
                .map(kiosk -> {
                    kiosk.publicKey = key.bytes();
                    kiosk.pairedAt = now();
                    if (kiosk.state() == KioskState.WAITING) {
                        kiosk.state = KioskState.ACTIVE.name();
                    }
                    forgetCode(kiosk);
                    seal.put(kiosk);
                    return kiosk;
                }));
    }

    /** @return how many rows are under the newest master key now that were not before */
    public int moveToNewestKey() {
        int newest = keys.newest().version();
        List<KioskEntity> old = database.commit(
                em -> em.createQuery("from KioskEntity k where k.macVersion < :newest", KioskEntity.class)
                        .setParameter("newest", newest)
                        .getResultList());
        return (int) old.stream()
                .filter(each -> database.commit(em -> locked(em, each.realmId, each.id)
                        .map(kiosk -> {
                            seal.put(kiosk);
                            return true;
                        })
                        .orElse(false)))
                .count();
    }

    /** Somebody scans there now. */
    public void seen(KioskEntity kiosk, long now) {
        if (kiosk.lastSeenAt == null || kiosk.lastSeenAt < now - SEEN_EVERY) {
            database.change(em -> em.createQuery("update KioskEntity k set k.lastSeenAt = :now where k.id = :id")
                    .setParameter("now", now)
                    .setParameter("id", kiosk.id)
                    .executeUpdate());
        }
    }

    /**
     * Whether it is what it was when it was read, until the caller's transaction ends: whoever revokes it meanwhile waits, and then finds
     * the session that was opened there.
     */
    public boolean isStill(EntityManager em, KioskEntity kiosk, long now) {
        return em.createQuery("update KioskEntity k set k.lastSeenAt = :now where k.id = :id"
                                + " and k.state = 'ACTIVE' and k.revision = :revision")
                        .setParameter("now", now)
                        .setParameter("id", kiosk.id)
                        .setParameter("revision", kiosk.revision)
                        .executeUpdate()
                == 1;
    }

    private Optional<KioskEntity> locked(EntityManager em, String realmId, String id) {
        return Optional.ofNullable(em.find(KioskEntity.class, id, LockModeType.PESSIMISTIC_WRITE))
                .filter(kiosk -> kiosk.realmId.equals(realmId))
                .filter(seal::isIntact);
    }

    private static Optional<KioskEntity> ofHandle(EntityManager em, String realmId, String handle) {
        return em.createQuery(
                        "from KioskEntity k where k.realmId = :realm and k.codeHandle = :handle", KioskEntity.class)
                .setParameter("realm", realmId)
                .setParameter("handle", handle)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    private String code(EntityManager em, KioskEntity kiosk) {
        String code;
        do {
            code = PairingCode.random();
        } while (ofHandle(em, kiosk.realmId, PairingCode.handle(code)).isPresent());
        kiosk.codeHandle = PairingCode.handle(code);
        kiosk.codeMac = PairingCode.mac(codeKey(keys.newest(), kiosk), new RealmId(kiosk.realmId), code);
        kiosk.codeExpires = now() + CODE_LIFE;
        kiosk.codeTries = 0;
        return code;
    }

    private static void forgetCode(KioskEntity kiosk) {
        kiosk.codeHandle = null;
        kiosk.codeMac = null;
        kiosk.codeExpires = null;
    }

    private boolean isCode(KioskEntity kiosk, String code) {
        return keys.all().anyMatch(master -> {
            byte[] key = codeKey(master, kiosk);
            try {
                return PairingCode.matches(key, new RealmId(kiosk.realmId), code, kiosk.codeMac);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        });
    }

    private static byte[] codeKey(MasterKey master, KioskEntity kiosk) {
        return master.derive(MasterKey.Purpose.PAIRING_CODE, new RealmId(kiosk.realmId));
    }

    private static String id() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A workstation and its pairing code, which is kept nowhere. */
    public record WithCode(KioskEntity kiosk, String code) {}
}
