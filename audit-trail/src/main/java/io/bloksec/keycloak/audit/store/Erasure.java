package io.bloksec.keycloak.audit.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.function.LongSupplier;

/** Deletes the personal parts of somebody's records with their salts: what stays cannot be told to be about anybody. */
public final class Erasure {

    private final Transactions transactions;
    private final Records records;
    private final LongSupplier clock;

    public Erasure(Transactions transactions, Records records, LongSupplier clock) {
        this.transactions = transactions;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Erases what is linked of a person's records, and writes which numbers.
     *
     * @param by id of the administrator
     * @return how many records; what is not linked yet waits for the next call
     */
    public int erase(String realmId, String userId, String by, String reason) {
        return transactions.run(em -> {
            List<Long> numbers = em.createQuery(
                            "select r.number from RecordEntity r where r.realmId = :realm and r.userId = :user"
                                    + " and r.number is not null and r.erased = false order by r.number",
                            Long.class)
                    .setParameter("realm", realmId)
                    .setParameter("user", userId)
                    .getResultList();
            for (int i = 0; i < numbers.size(); ) {
                int end = i;
                while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
                    end++;
                }
                run(em, realmId, numbers.get(i), numbers.get(end), by, reason);
                i = end + 1;
            }
            return numbers.size();
        });
    }

    private void run(EntityManager em, String realmId, long from, long to, String by, String reason) {
        em.createQuery("update RecordEntity r set r.erased = true, r.salt = null, r.personal = null, r.time = null,"
                        + " r.userId = null, r.deviceId = null, r.client = null, r.address = null, r.place = null,"
                        + " r.correlation = null where r.realmId = :realm and r.number between :from and :to")
                .setParameter("realm", realmId)
                .setParameter("from", from)
                .setParameter("to", to)
                .executeUpdate();
        records.insert(
                em,
                AuditEntry.of(realmId, RecordType.ERASED, clock.getAsLong(), Outcome.DONE)
                        .chained("from", JsonNodeFactory.instance.numberNode(from))
                        .chained("to", JsonNodeFactory.instance.numberNode(to))
                        .detail("by", by)
                        .detail("reason", reason)
                        .build());
    }
}
