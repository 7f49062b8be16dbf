package io.bloksec.keycloak.audit.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.record.Grade;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Takes away records that are older than is kept, in three steps of one node, each committed and linked before the next: what binds
 * devices that still count is stated again, what will go is written down, it goes.
 */
public final class Pruning {

    /** Records that one call takes away. */
    static final int MOST = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> BINDING =
            List.of(RecordType.ENROLLED.label(), RecordType.DEVICE_RESTATED.label(), RecordType.ROTATED.label());

    private final Transactions transactions;
    private final Records records;
    private final Sequencer sequencer;
    private final LongSupplier clock;

    public Pruning(Transactions transactions, Records records, Sequencer sequencer, LongSupplier clock) {
        this.transactions = transactions;
        this.records = records;
        this.sequencer = sequencer;
        this.clock = clock;
    }

    /**
     * @param before instant; records of earlier minutes go, from the oldest on without a gap
     * @return how many are gone
     */
    public int prune(String realmId, long before) {
        Long to = transactions.run(em -> sequencer
                .lease(em, realmId)
                .map(chain -> last(em, realmId, before))
                .orElse(null));
        if (to == null) {
            return 0;
        }
        transactions.run(em -> restate(em, realmId, to));
        linkAll(realmId);
        transactions.run(em -> announce(em, realmId, to));
        linkAll(realmId);
        return transactions.run(
                em -> em.createQuery("delete from RecordEntity r where r.realmId = :realm and r.number <= :to")
                        .setParameter("realm", realmId)
                        .setParameter("to", to)
                        .executeUpdate());
    }

    /** Number of the last record to go; null for none. */
    private static Long last(EntityManager em, String realmId, long before) {
        Object[] first = em.createQuery(
                        "select min(r.number), max(r.number) from RecordEntity r where r.realmId = :realm and r.number is not null",
                        Object[].class)
                .setParameter("realm", realmId)
                .getSingleResult();
        if (first[0] == null) {
            return null;
        }
        // The first one that stays, and one is always left: a chain has a head.
        Long stays = em.createQuery(
                        "select min(r.number) from RecordEntity r where r.realmId = :realm and r.number is not null and r.minute >= :before",
                        Long.class)
                .setParameter("realm", realmId)
                .setParameter("before", before)
                .getSingleResult();
        long to = Math.min((stays == null ? (Long) first[1] : stays) - 1, (Long) first[0] + MOST - 1);
        return to < (Long) first[0] ? null : to;
    }

    private Void restate(EntityManager em, String realmId, long to) {
        Map<String, RecordEntity> enrolled = new LinkedHashMap<>();
        Map<String, List<ObjectNode>> statements = new LinkedHashMap<>();
        em.createQuery(
                        "from RecordEntity r where r.realmId = :realm and r.number <= :to and r.type in :types"
                                + " and r.personal is not null order by r.number",
                        RecordEntity.class)
                .setParameter("realm", realmId)
                .setParameter("to", to)
                .setParameter("types", BINDING)
                .getResultStream()
                .forEach(row -> {
                    if (!row.type.equals(RecordType.ROTATED.label())) {
                        enrolled.put(row.deviceId, row);
                        statements.put(row.deviceId, new ArrayList<>());
                    }
                    statements
                            .computeIfAbsent(row.deviceId, any -> new ArrayList<>())
                            .addAll(statements(row));
                });
        enrolled.forEach((device, row) -> {
            if (!isRemoved(em, realmId, device)) {
                AuditEntry.Builder entry = AuditEntry.of(
                                realmId, RecordType.DEVICE_RESTATED, clock.getAsLong(), Outcome.DONE)
                        .user(row.userId)
                        .device(device)
                        .subject(subject(row))
                        .grade(row.grade == null ? null : Grade.valueOf(row.grade));
                statements.get(device).forEach(entry::statement);
                records.insert(em, entry.build());
            }
        });
        return null;
    }

    private static boolean isRemoved(EntityManager em, String realmId, String device) {
        return em.createQuery(
                                "select count(r) from RecordEntity r where r.realmId = :realm and r.deviceId = :device and r.type = :type",
                                Long.class)
                        .setParameter("realm", realmId)
                        .setParameter("device", device)
                        .setParameter("type", RecordType.DEVICE_REMOVED.label())
                        .getSingleResult()
                > 0;
    }

    private Void announce(EntityManager em, String realmId, long to) {
        Object[] first = em.createQuery(
                        "select min(r.number), count(r) from RecordEntity r where r.realmId = :realm and r.number <= :to",
                        Object[].class)
                .setParameter("realm", realmId)
                .setParameter("to", to)
                .getSingleResult();
        String last = em.createQuery(
                        "select r.hash from RecordEntity r where r.realmId = :realm and r.number = :to", String.class)
                .setParameter("realm", realmId)
                .setParameter("to", to)
                .getSingleResult();
        records.insert(
                em,
                AuditEntry.of(realmId, RecordType.PRUNED, clock.getAsLong(), Outcome.DONE)
                        .chained("from", JsonNodeFactory.instance.numberNode((Long) first[0]))
                        .chained("to", JsonNodeFactory.instance.numberNode(to))
                        .chained("count", JsonNodeFactory.instance.numberNode((Long) first[1]))
                        .chained("last", JsonNodeFactory.instance.textNode(last))
                        .build());
        return null;
    }

    private void linkAll(String realmId) {
        while (sequencer.link(realmId) == Sequencer.BATCH) {
            // Another batch waits.
        }
    }

    private static String subject(RecordEntity row) {
        return json(row).path("subject").textValue();
    }

    private static List<ObjectNode> statements(RecordEntity row) {
        List<ObjectNode> found = new ArrayList<>();
        json(row).path("statements").forEach(each -> found.add((ObjectNode) each));
        return found;
    }

    private static JsonNode json(RecordEntity row) {
        try {
            return JSON.readTree(row.personal);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The record " + row.id + " cannot be read", e);
        }
    }
}
