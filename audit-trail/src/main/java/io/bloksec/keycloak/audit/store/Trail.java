package io.bloksec.keycloak.audit.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.ExportWriter;
import io.bloksec.keycloak.audit.chain.PublicJwk;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.ChainedPart;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the trail: for people who look something up, and whole, for the verifier. */
public final class Trail {

    /** A count says no more than that there are this many. */
    public static final int MOST_COUNTED = 10_000;

    private static final int PAGE = 500;

    /** What a person would call a sign-in, or the refusal of one. */
    private static final String SIGN_INS =
            " r.realmId = :realm and r.outcome <> 'done' and r.method is not null and r.method <> 'wsfed'"
                    + " and r.minute >= :from and r.minute < :to";

    private final Transactions transactions;

    public Trail(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Newest first. */
    public List<RecordEntity> find(Query query, int first, int max) {
        return transactions.run(em -> filtered(
                        em,
                        "select r from RecordEntity r where" + SIGN_INS,
                        query,
                        " order by r.minute desc, r.insertedAt desc, r.id desc",
                        RecordEntity.class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList());
    }

    /** At most {@value #MOST_COUNTED}. */
    public int count(Query query) {
        return transactions.run(
                em -> filtered(em, "select r.id from RecordEntity r where" + SIGN_INS, query, "", String.class)
                        .setMaxResults(MOST_COUNTED)
                        .getResultList()
                        .size());
    }

    public Optional<RecordEntity> get(String realmId, String id) {
        return transactions.run(
                em -> Optional.ofNullable(em.find(RecordEntity.class, id)).filter(row -> row.realmId.equals(realmId)));
    }

    /** Sequence of the first checkpoint that covers the record; empty before there is one. */
    public Optional<Long> checkpointOf(RecordEntity row) {
        return row.number == null
                ? Optional.empty()
                : transactions.run(em -> em.createQuery(
                                "select min(c.sequence) from CheckpointEntity c where c.realmId = :realm and c.number >= :number",
                                Long.class)
                        .setParameter("realm", row.realmId)
                        .setParameter("number", row.number)
                        .getResultStream()
                        .filter(java.util.Objects::nonNull)
                        .findFirst());
    }

    /** How many of each outcome. */
    public Map<String, Long> outcomes(Query query) {
        return transactions.run(em -> {
            Map<String, Long> counts = new TreeMap<>();
            filtered(
                            em,
                            "select r.outcome, count(r) from RecordEntity r where" + SIGN_INS,
                            query,
                            " group by r.outcome",
                            Object[].class)
                    .getResultStream()
                    .forEach(row -> counts.put((String) row[0], (Long) row[1]));
            return counts;
        });
    }

    /** How many on each day of UTC. */
    public Map<LocalDate, Long> days(Query query) {
        return transactions.run(em -> {
            Map<LocalDate, Long> counts = new TreeMap<>();
            // Minutes are few enough to be counted one by one, and no database is asked what a day is.
            filtered(
                            em,
                            "select r.minute, count(r) from RecordEntity r where" + SIGN_INS,
                            query,
                            " group by r.minute",
                            Object[].class)
                    .getResultStream()
                    .forEach(row -> counts.merge(
                            LocalDate.ofInstant(Instant.ofEpochMilli((Long) row[0]), ZoneOffset.UTC),
                            (Long) row[1],
                            Long::sum));
            return counts;
        });
    }

    /** How many at each place that is known. */
    public Map<String, Long> places(Query query) {
        return transactions.run(em -> {
            Map<String, Long> counts = new LinkedHashMap<>();
            filtered(
                            em,
                            "select r.place, count(r) from RecordEntity r where" + SIGN_INS
                                    + " and r.place is not null",
                            query,
                            " group by r.place",
                            Object[].class)
                    .getResultStream()
                    .forEach(row -> counts.put((String) row[0], (Long) row[1]));
            return counts;
        });
    }

    /** How the chain is; empty before there is one. */
    public Optional<ChainEntity> chain(String realmId) {
        return transactions.run(em -> Optional.ofNullable(em.find(ChainEntity.class, realmId)));
    }

    /** Records that wait to be linked, and when the oldest of them came, milliseconds since 1970 UTC. */
    public Unlinked unlinked(String realmId) {
        return transactions.run(em -> {
            Object[] row = em.createQuery(
                            "select count(r), min(r.insertedAt) from RecordEntity r"
                                    + " where r.realmId = :realm and r.number is null and r.refused = false",
                            Object[].class)
                    .setParameter("realm", realmId)
                    .getSingleResult();
            return new Unlinked((Long) row[0], (Long) row[1]);
        });
    }

    /** Rows that somebody without the audit key has put there. */
    public long refused(String realmId) {
        return transactions.run(em -> em.createQuery(
                        "select count(r) from RecordEntity r where r.realmId = :realm and r.number is null and r.refused = true",
                        Long.class)
                .setParameter("realm", realmId)
                .getSingleResult());
    }

    /**
     * Writes the whole chain that is kept. Each page of records is a transaction of its own: what comes meanwhile is not in it, as
     * the end is fixed at the beginning.
     *
     * @param keys of {@link Checkpoints#publicKeys}
     */
    public void export(String realmId, String issuer, long now, List<ObjectNode> keys, Writer out) throws IOException {
        ChainEntity chain = chain(realmId).orElseThrow(() -> new IllegalStateException("There is no chain yet"));
        ExportWriter export = new ExportWriter(out);
        export.begin(
                issuer,
                realmId,
                Bytes.parse(chain.epoch),
                Instant.ofEpochMilli(now),
                keys.stream().map(PublicJwk::parse).toList());
        long sequence = 0;
        long number = 0;
        while (true) {
            List<RecordEntity> page = page(realmId, number, chain.number);
            for (RecordEntity row : page) {
                sequence = checkpoints(export, realmId, sequence, row.number - 1);
                export.record(linked(row), Bytes.parse(row.hash), Records.personal(row));
                number = row.number;
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        checkpoints(export, realmId, sequence, chain.number);
        for (RecordEntity row : unlinkedRows(realmId)) {
            export.unlinked(Records.chained(row), Records.personal(row));
        }
        export.end();
    }

    private List<RecordEntity> page(String realmId, long after, long last) {
        return transactions.run(em -> em.createQuery(
                        "from RecordEntity r where r.realmId = :realm and r.number > :after and r.number <= :last order by r.number",
                        RecordEntity.class)
                .setParameter("realm", realmId)
                .setParameter("after", after)
                .setParameter("last", last)
                .setMaxResults(PAGE)
                .getResultList());
    }

    private List<RecordEntity> unlinkedRows(String realmId) {
        return transactions.run(em -> em.createQuery(
                        "from RecordEntity r where r.realmId = :realm and r.number is null and r.refused = false order by r.insertedAt, r.id",
                        RecordEntity.class)
                .setParameter("realm", realmId)
                .getResultList());
    }

    private long checkpoints(ExportWriter export, String realmId, long after, long number) {
        List<CheckpointEntity> covered = transactions.run(em -> em.createQuery(
                        "from CheckpointEntity c where c.realmId = :realm and c.sequence > :after and c.number <= :number order by c.sequence",
                        CheckpointEntity.class)
                .setParameter("realm", realmId)
                .setParameter("after", after)
                .setParameter("number", number)
                .getResultList());
        long sequence = after;
        for (CheckpointEntity each : covered) {
            try {
                export.checkpoint(each.jws);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            sequence = each.sequence;
        }
        return sequence;
    }

    private static ObjectNode linked(RecordEntity row) {
        ChainedPart chained = Records.chained(row);
        return chained.json()
                .put("realm", row.realmId)
                .put("number", row.number)
                .put("previous", row.previous);
    }

    private static <T> TypedQuery<T> filtered(
            EntityManager em, String select, Query query, String rest, Class<T> type) {
        StringBuilder text = new StringBuilder(select);
        if (!query.outcomes().isEmpty()) {
            text.append(" and r.outcome in :outcomes");
        }
        if (!query.methods().isEmpty()) {
            text.append(" and r.method in :methods");
        }
        if (query.text() != null) {
            text.append(" and (lower(r.client) like :text escape '!' or r.address like :text escape '!'"
                    + " or lower(r.correlation) like :text escape '!'");
            text.append(query.users().isEmpty() ? ")" : " or r.userId in :users)");
        }
        TypedQuery<T> made = em.createQuery(text.append(rest).toString(), type)
                .setParameter("realm", query.realmId())
                .setParameter("from", query.from())
                .setParameter("to", query.to());
        if (!query.outcomes().isEmpty()) {
            made.setParameter("outcomes", query.outcomes());
        }
        if (!query.methods().isEmpty()) {
            made.setParameter("methods", query.methods());
        }
        if (query.text() != null) {
            made.setParameter(
                    "text",
                    "%" + query.text().toLowerCase(java.util.Locale.ROOT).replaceAll("([!%_])", "!$1") + "%");
            if (!query.users().isEmpty()) {
                made.setParameter("users", query.users());
            }
        }
        return made;
    }

    /**
     * @param count of records
     * @param oldest null where there is none
     */
    public record Unlinked(long count, Long oldest) {

        /** @return 0 where there is none */
        public long ageSeconds(long now) {
            return oldest == null ? 0 : Math.max(0, (now - oldest) / 1000);
        }
    }
}
