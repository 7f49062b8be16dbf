package io.bloksec.keycloak.blokkey.passcode;

import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import java.util.Optional;
import java.util.function.Predicate;

/** One passcode a person at most; it serves once, for a short time, and five wrong tries make it void. */
public final class Passcodes {

    static final int MOST_TRIES = 5;

    private final Database database;
    private final DatabaseClock clock;
    private final PasscodeJournal journal;

    public Passcodes(Database database, DatabaseClock clock, PasscodeJournal journal) {
        this.database = database;
        this.clock = clock;
        this.journal = journal;
    }

    /**
     * @param clientId internal id of the only application it serves, null for any
     * @param codeHash slow hash of the passcode
     * @return when it ends, milliseconds since 1970
     */
    public long issue(
            String realmId,
            String userId,
            String clientId,
            String codeHash,
            String issuedBy,
            String reason,
            long lifeMillis) {
        long now = clock.now();
        database.commit(em -> {
            em.createQuery("delete from PasscodeEntity p where p.realmId = :realm and p.userId = :user")
                    .setParameter("realm", realmId)
                    .setParameter("user", userId)
                    .executeUpdate();
            PasscodeEntity row = new PasscodeEntity();
            row.id = Bytes.newId();
            row.realmId = realmId;
            row.userId = userId;
            row.clientId = clientId;
            row.codeHash = codeHash;
            row.issuedBy = issuedBy;
            row.reason = reason;
            row.createdAt = now;
            row.expiresAt = now + lifeMillis;
            row.triesLeft = MOST_TRIES;
            em.persist(row);
            journal.passcodeIssued(em, row);
            return null;
        });
        return now + lifeMillis;
    }

    /**
     * Charges a try before it looks.
     *
     * @param matches compares with the stored hash
     * @return the passcode, used up; empty when it is wrong, or there is none
     */
    public Optional<PasscodeEntity> use(String realmId, String userId, String clientId, Predicate<String> matches) {
        long now = clock.now();
        Optional<PasscodeEntity> row = database.commit(em -> em.createQuery(
                        "from PasscodeEntity p where p.realmId = :realm and p.userId = :user and p.expiresAt > :now"
                                + " and p.triesLeft > 0 and (p.clientId is null or p.clientId = :client)",
                        PasscodeEntity.class)
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .setParameter("now", now)
                .setParameter("client", clientId)
                .getResultStream()
                .findFirst());
        if (row.isEmpty() || !charge(row.get().id) || !matches.test(row.get().codeHash)) {
            return Optional.empty();
        }
        boolean first = database.change(em -> {
            int used = em.createQuery("delete from PasscodeEntity p where p.id = :id")
                    .setParameter("id", row.get().id)
                    .executeUpdate();
            if (used == 1) {
                journal.passcodeUsed(em, row.get(), now);
            }
            return used;
        });
        return first ? row : Optional.empty();
    }

    public boolean exists(String realmId, String userId) {
        return database.commit(em -> em.createQuery(
                                "select count(p) from PasscodeEntity p where p.realmId = :realm and p.userId = :user"
                                        + " and p.expiresAt > :now and p.triesLeft > 0",
                                Long.class)
                        .setParameter("realm", realmId)
                        .setParameter("user", userId)
                        .setParameter("now", clock.now())
                        .getSingleResult())
                > 0;
    }

    public void withdraw(String realmId, String userId) {
        database.commit(
                em -> em.createQuery("delete from PasscodeEntity p where p.realmId = :realm and p.userId = :user")
                        .setParameter("realm", realmId)
                        .setParameter("user", userId)
                        .executeUpdate());
    }

    public void sweep() {
        database.commit(em -> em.createQuery("delete from PasscodeEntity p where p.expiresAt < :now")
                .setParameter("now", clock.now())
                .executeUpdate());
    }

    private boolean charge(String id) {
        return database.change(em -> em.createQuery(
                        "update PasscodeEntity p set p.triesLeft = p.triesLeft - 1 where p.id = :id and p.triesLeft > 0")
                .setParameter("id", id)
                .executeUpdate());
    }
}
