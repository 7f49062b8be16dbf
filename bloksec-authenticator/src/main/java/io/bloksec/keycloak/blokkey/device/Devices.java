package io.bloksec.keycloak.blokkey.device;

import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import java.util.List;
import java.util.Optional;

/**
 * The index of devices: from an id to keys and owner. It never decides alone: a device counts as long as its Keycloak credential
 * is there, which the callers look at each time.
 */
public final class Devices {

    public static final String ACTIVE = "ACTIVE";
    public static final String REMOVED = "REMOVED";

    /** {@code lastSeenAt} is written at most this often, milliseconds. */
    private static final long TOUCH_EVERY = 60_000;

    /** How long a removed device can learn that it was, counted from its last call, milliseconds. */
    private static final long REMOVED_LIFE = 90L * 24 * 60 * 60_000;

    private final Database database;
    private final DatabaseClock clock;
    private final DeviceJournal journal;

    /** @param journal writes down which device counts, from when to when */
    public Devices(Database database, DatabaseClock clock, DeviceJournal journal) {
        this.database = database;
        this.clock = clock;
        this.journal = journal;
    }

    public Optional<DeviceEntity> find(String realmId, String id) {
        return database.commit(
                em -> em.createQuery("from DeviceEntity d where d.id = :id and d.realmId = :realm", DeviceEntity.class)
                        .setParameter("id", id)
                        .setParameter("realm", realmId)
                        .getResultStream()
                        .findFirst());
    }

    public Optional<DeviceEntity> ofCredential(String realmId, String credentialId) {
        return database.commit(em -> em.createQuery(
                        "from DeviceEntity d where d.credentialId = :credential and d.realmId = :realm",
                        DeviceEntity.class)
                .setParameter("credential", credentialId)
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst());
    }

    /** Newest first. */
    public List<DeviceEntity> activeOf(String realmId, String userId) {
        return database.commit(em -> em.createQuery(
                        "from DeviceEntity d where d.realmId = :realm and d.userId = :user and d.state = 'ACTIVE'"
                                + " order by d.createdAt desc",
                        DeviceEntity.class)
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .getResultList());
    }

    /**
     * @param enrolment id of the ticket by which it came
     * @param statement by which its keys bound themselves to the person
     */
    public void add(DeviceEntity device, String enrolment, String statement) {
        database.commit(em -> {
            device.state = ACTIVE;
            device.createdAt = clock.now();
            device.lastSeenAt = device.createdAt;
            device.nonce = Bytes.newSecret();
            device.recorded = true;
            em.persist(device);
            journal.enrolled(em, device, enrolment, statement);
            return null;
        });
    }

    /** The keys count no more; the row stays, so that the device learns it at its next call. */
    public boolean remove(String realmId, String id) {
        return database.change(em -> em.createQuery("update DeviceEntity d set d.state = 'REMOVED', d.push = null,"
                        + " d.recorded = false, d.removedAt = :now"
                        + " where d.id = :id and d.realmId = :realm and d.state = 'ACTIVE'")
                .setParameter("now", clock.now())
                .setParameter("id", id)
                .setParameter("realm", realmId)
                .executeUpdate());
    }

    /** Writes down removals, which do not wait for it. */
    public void recordRemovals() {
        if (!journal.isKept()) {
            return;
        }
        List<DeviceEntity> waiting = database.commit(em -> em.createQuery(
                        "from DeviceEntity d where d.recorded = false and d.state = 'REMOVED'", DeviceEntity.class)
                .setMaxResults(100)
                .getResultList());
        for (DeviceEntity device : waiting) {
            database.change(em -> {
                int mine = em.createQuery(
                                "update DeviceEntity d set d.recorded = true where d.id = :id and d.recorded = false")
                        .setParameter("id", device.id)
                        .executeUpdate();
                if (mine == 1) {
                    journal.removed(em, device, device.removedAt);
                }
                return mine;
            });
        }
    }

    public void rename(String realmId, String id, String name) {
        database.change(
                em -> em.createQuery("update DeviceEntity d set d.name = :name where d.id = :id and d.realmId = :realm")
                        .setParameter("name", name)
                        .setParameter("id", id)
                        .setParameter("realm", realmId)
                        .executeUpdate());
    }

    /** @param push the address as the push senders write it, null for none */
    public void setPush(String realmId, String id, String push) {
        database.change(em -> em.createQuery("update DeviceEntity d set d.push = :push"
                        + " where d.id = :id and d.realmId = :realm and d.state = 'ACTIVE'")
                .setParameter("push", push)
                .setParameter("id", id)
                .setParameter("realm", realmId)
                .executeUpdate());
    }

    /** An address that the push service knows no more, unless the device has set another meanwhile. */
    public void dropPush(String realmId, String id, String push) {
        database.change(em -> em.createQuery("update DeviceEntity d set d.push = null"
                        + " where d.id = :id and d.realmId = :realm and d.push = :push")
                .setParameter("push", push)
                .setParameter("id", id)
                .setParameter("realm", realmId)
                .executeUpdate());
    }

    /**
     * The counter of the verification key (WebAuthn Level 3 section 6.1.1): only upwards, or always zero.
     *
     * @return false when another use of the same key was faster: one of the two is a copy
     */
    public boolean advanceCounter(String id, long count) {
        return database.change(em -> em.createQuery(
                        "update DeviceEntity d set d.signCount = :count"
                                + " where d.id = :id and d.state = 'ACTIVE' and (d.signCount < :count or (d.signCount = 0 and :count = 0))")
                .setParameter("count", count)
                .setParameter("id", id)
                .executeUpdate());
    }

    /**
     * @param device as it was when it made the statement: its nonce serves once
     * @param statement by which the old keys agreed
     */
    public boolean rotate(DeviceEntity device, PossessionKey key, String statement) {
        return database.change(em -> {
            int changed = em.createQuery(
                            "update DeviceEntity d set d.possessionX = :x, d.possessionY = :y, d.nonce = :next"
                                    + " where d.id = :id and d.nonce = :nonce and d.state = 'ACTIVE'")
                    .setParameter("x", key.x())
                    .setParameter("y", key.y())
                    .setParameter("next", Bytes.newSecret())
                    .setParameter("id", device.id)
                    .setParameter("nonce", device.nonce)
                    .executeUpdate();
            if (changed == 1) {
                journal.rotated(em, device, clock.now(), statement);
            }
            return changed;
        });
    }

    public void seen(DeviceEntity device) {
        long now = clock.now();
        if (now - device.lastSeenAt > TOUCH_EVERY) {
            database.change(em -> em.createQuery("update DeviceEntity d set d.lastSeenAt = :now where d.id = :id")
                    .setParameter("now", now)
                    .setParameter("id", device.id)
                    .executeUpdate());
        }
    }

    /** Removed devices that did not come to hear of it. */
    public void sweep() {
        database.commit(
                em -> em.createQuery("delete from DeviceEntity d where d.state = 'REMOVED' and d.lastSeenAt < :old")
                        .setParameter("old", clock.now() - REMOVED_LIFE)
                        .executeUpdate());
    }

    public static PossessionKey possessionKey(DeviceEntity device) {
        return new PossessionKey(device.possessionX, device.possessionY);
    }

    public static VerificationKey verificationKey(DeviceEntity device) {
        return new VerificationKey(
                device.webAuthnId,
                device.attestedData,
                device.rpId,
                device.origin,
                device.backupEligible,
                device.signCount);
    }

    /** The person's own switch. */
    public boolean pushesFromNewBrowsers(String realmId, String userId) {
        return database.commit(em -> em.createQuery(
                        "select p.pushesFromNewBrowsers from PersonEntity p where p.id = :id", Boolean.class)
                .setParameter("id", personId(realmId, userId))
                .getResultStream()
                .findFirst()
                .orElse(true));
    }

    public void setPushesFromNewBrowsers(String realmId, String userId, boolean allowed) {
        database.commit(em -> {
            PersonEntity person = new PersonEntity();
            person.id = personId(realmId, userId);
            person.realmId = realmId;
            person.userId = userId;
            person.pushesFromNewBrowsers = allowed;
            em.merge(person);
            return null;
        });
    }

    private static String personId(String realmId, String userId) {
        try {
            return Bytes.text(java.security.MessageDigest.getInstance("SHA-256")
                    .digest((realmId + "/" + userId).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
