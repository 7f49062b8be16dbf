package io.bloksec.keycloak.audit.store;

import io.bloksec.keycloak.audit.chain.Genesis;
import io.bloksec.keycloak.audit.chain.Link;
import io.bloksec.keycloak.audit.record.Bytes;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Links committed records: number, hash of the one before, own hash. One node does it for a realm at a time, by a lease; should two
 * do it nevertheless, the head moves for one of them and the other's work is undone.
 */
public final class Sequencer {

    /** Records that one transaction links. */
    public static final int BATCH = 500;

    /** Longer than a batch takes, milliseconds: after it another node goes on where this one stopped. */
    static final long LEASE = 10_000;

    private static final Logger LOG = Logger.getLogger(Sequencer.class);

    private final Transactions transactions;
    private final Seals seals;
    private final String node;
    private final LongSupplier clock;

    /** @param node id of this node, 36 characters at most */
    public Sequencer(Transactions transactions, Seals seals, String node, LongSupplier clock) {
        this.transactions = transactions;
        this.seals = seals;
        this.node = node;
        this.clock = clock;
    }

    /** Realms in which something waits to be linked. */
    public List<String> waiting() {
        return transactions.run(em -> em.createQuery(
                        "select distinct r.realmId from RecordEntity r where r.number is null and r.refused = false",
                        String.class)
                .getResultList());
    }

    /**
     * Links what waits, at most {@value #BATCH} records.
     *
     * @return how many; 0 as well where another node does it
     */
    public int link(String realmId) {
        begin(realmId);
        return transactions.run(
                em -> lease(em, realmId).map(chain -> link(em, chain)).orElse(0));
    }

    /** Takes the lease, whoever has it: for those who cannot wait. Whoever had it is overtaken. */
    public void take(String realmId) {
        begin(realmId);
        transactions.run(em -> em.createQuery(
                        "update ChainEntity c set c.leasedBy = :node, c.leasedUntil = :until where c.realmId = :realm")
                .setParameter("node", node)
                .setParameter("until", clock.getAsLong() + LEASE)
                .setParameter("realm", realmId)
                .executeUpdate());
    }

    /** The chain while this node has its lease, renewed; else empty. */
    Optional<ChainEntity> lease(EntityManager em, String realmId) {
        long now = clock.getAsLong();
        int leased = em.createQuery("update ChainEntity c set c.leasedBy = :node, c.leasedUntil = :until"
                        + " where c.realmId = :realm and (c.leasedBy = :node or c.leasedUntil < :now)")
                .setParameter("node", node)
                .setParameter("until", now + LEASE)
                .setParameter("realm", realmId)
                .setParameter("now", now)
                .executeUpdate();
        return leased == 1 ? Optional.ofNullable(em.find(ChainEntity.class, realmId)) : Optional.empty();
    }

    private int link(EntityManager em, ChainEntity chain) {
        List<RecordEntity> waiting = em.createQuery(
                        "from RecordEntity r where r.realmId = :realm and r.number is null and r.refused = false"
                                + " order by r.insertedAt, r.id",
                        RecordEntity.class)
                .setParameter("realm", chain.realmId)
                .setMaxResults(BATCH)
                .getResultList();
        long number = chain.number;
        byte[] head = Bytes.parse(chain.head);
        for (RecordEntity row : waiting) {
            if (!seals.holds(row)) {
                row.refused = true;
                LOG.errorf(
                        "The audit record %s of realm %s was not written by a server with the audit key; it is not linked",
                        row.id, row.realmId);
                continue;
            }
            Link link = new Link(Records.chained(row), chain.realmId, ++number, head);
            row.previous = Bytes.text(head);
            head = link.hash();
            row.number = number;
            row.hash = Bytes.text(head);
        }
        em.flush();
        int moved = em.createQuery("update ChainEntity c set c.number = :number, c.head = :head"
                        + " where c.realmId = :realm and c.number = :before and c.head = :old")
                .setParameter("number", number)
                .setParameter("head", Bytes.text(head))
                .setParameter("realm", chain.realmId)
                .setParameter("before", chain.number)
                .setParameter("old", chain.head)
                .executeUpdate();
        if (moved != 1) {
            throw new OvertakenException(chain.realmId);
        }
        return waiting.size();
    }

    private void begin(String realmId) {
        if (transactions.run(em -> em.find(ChainEntity.class, realmId)) != null) {
            return;
        }
        try {
            transactions.run(em -> {
                ChainEntity chain = new ChainEntity();
                chain.realmId = realmId;
                chain.epoch = Bytes.text(Bytes.random(Genesis.EPOCH));
                chain.head = Bytes.text(Genesis.hash(realmId, Bytes.parse(chain.epoch)));
                chain.checkpointAt = clock.getAsLong();
                em.persist(chain);
                em.flush();
                return null;
            });
        } catch (RuntimeException e) {
            LOG.debugf(e, "Another node has begun the chain of realm %s", realmId);
        }
    }
}
