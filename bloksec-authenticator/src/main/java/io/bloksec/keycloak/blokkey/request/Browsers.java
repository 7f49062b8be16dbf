package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Browsers that a person chose on the phone. A browser proves itself by a key that it cannot export; there is no cookie to steal
 * and none to fall back on.
 */
public final class Browsers {

    /** From the choice on, milliseconds. */
    static final long LIFE = 90L * 24 * 60 * 60_000;

    /** Persons who share one browser. */
    static final int MOST_PERSONS = 5;

    private final Database database;
    private final DatabaseClock clock;

    public Browsers(Database database, DatabaseClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What the browser's key signs: this page, and no other. */
    public static byte[] proofMessage(String pageSecret) {
        return ("bloksec/blokkey/v1/browser\0" + pageSecret).getBytes(StandardCharsets.UTF_8);
    }

    public boolean isKnown(String realmId, String userId, PossessionKey key) {
        long now = clock.now();
        return database.change(
                em -> em.createQuery("update BrowserEntity b set b.lastUsedAt = :now where b.realmId = :realm"
                                + " and b.userId = :user and b.thumbprint = :key and b.expiresAt > :now")
                        .setParameter("now", now)
                        .setParameter("realm", realmId)
                        .setParameter("user", userId)
                        .setParameter("key", key.thumbprint())
                        .executeUpdate());
    }

    /** @param name what the person sees in the list */
    public void remember(String realmId, String userId, PossessionKey key, String name) {
        long now = clock.now();
        database.commit(em -> {
            em.createQuery("delete from BrowserEntity b where b.realmId = :realm and b.thumbprint = :key"
                            + " and (b.userId = :user or b.expiresAt <= :now)")
                    .setParameter("realm", realmId)
                    .setParameter("key", key.thumbprint())
                    .setParameter("user", userId)
                    .setParameter("now", now)
                    .executeUpdate();
            long persons = em.createQuery(
                            "select count(b) from BrowserEntity b where b.realmId = :realm and b.thumbprint = :key",
                            Long.class)
                    .setParameter("realm", realmId)
                    .setParameter("key", key.thumbprint())
                    .getSingleResult();
            if (persons < MOST_PERSONS) {
                BrowserEntity row = new BrowserEntity();
                row.id = Bytes.newId();
                row.realmId = realmId;
                row.userId = userId;
                row.keyX = key.x();
                row.keyY = key.y();
                row.thumbprint = key.thumbprint();
                row.name = name;
                row.createdAt = now;
                row.lastUsedAt = now;
                row.expiresAt = now + LIFE;
                em.persist(row);
            }
            return null;
        });
    }

    public List<BrowserEntity> of(String realmId, String userId) {
        return database.commit(em -> em.createQuery(
                        "from BrowserEntity b where b.realmId = :realm and b.userId = :user and b.expiresAt > :now"
                                + " order by b.lastUsedAt desc",
                        BrowserEntity.class)
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .setParameter("now", clock.now())
                .getResultList());
    }

    public boolean forget(String realmId, String userId, String id) {
        return database.change(em -> em.createQuery(
                        "delete from BrowserEntity b where b.realmId = :realm and b.userId = :user and b.id = :id")
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .setParameter("id", id)
                .executeUpdate());
    }

    public void forgetAll(String realmId, String userId) {
        database.commit(
                em -> em.createQuery("delete from BrowserEntity b where b.realmId = :realm and b.userId = :user")
                        .setParameter("realm", realmId)
                        .setParameter("user", userId)
                        .executeUpdate());
    }

    public void sweep() {
        database.commit(em -> em.createQuery("delete from BrowserEntity b where b.expiresAt <= :now")
                .setParameter("now", clock.now())
                .executeUpdate());
    }
}
