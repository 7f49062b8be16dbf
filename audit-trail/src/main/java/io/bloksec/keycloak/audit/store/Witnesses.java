package io.bloksec.keycloak.audit.store;

import io.bloksec.keycloak.audit.witness.Witness;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Hands checkpoints to the witnesses, each in order and again until it is taken. A witness that is down stops nothing but itself. */
public final class Witnesses {

    private static final int AT_ONCE = 100;
    private static final Logger LOG = Logger.getLogger(Witnesses.class);

    private final Transactions transactions;
    private final List<Witness> witnesses;

    public Witnesses(Transactions transactions, List<Witness> witnesses) {
        this.transactions = transactions;
        this.witnesses = List.copyOf(witnesses);
    }

    /** What they have not of a realm's checkpoints. */
    public void deliver(String realmId) {
        for (Witness witness : witnesses) {
            long had = taken(realmId, witness);
            long has = had;
            try {
                for (CheckpointEntity each : after(realmId, had)) {
                    witness.take(realmId, each.sequence, each.jws);
                    has = each.sequence;
                }
            } catch (IOException | RuntimeException e) {
                LOG.warnf(
                        "The witness %s has not taken a checkpoint of realm %s: %s",
                        witness.name(), realmId, e.getMessage());
            }
            if (has > had) {
                remember(realmId, witness, has);
            }
        }
    }

    /** How many checkpoints each has not. */
    public Map<String, Long> behind(String realmId) {
        Map<String, Long> behind = new LinkedHashMap<>();
        long all = transactions.run(em -> {
            ChainEntity chain = em.find(ChainEntity.class, realmId);
            return chain == null ? 0 : chain.checkpoints;
        });
        witnesses.forEach(witness -> behind.put(witness.name(), Math.max(0, all - taken(realmId, witness))));
        return behind;
    }

    private List<CheckpointEntity> after(String realmId, long sequence) {
        return transactions.run(em -> em.createQuery(
                        "from CheckpointEntity c where c.realmId = :realm and c.sequence > :sequence order by c.sequence",
                        CheckpointEntity.class)
                .setParameter("realm", realmId)
                .setParameter("sequence", sequence)
                .setMaxResults(AT_ONCE)
                .getResultList());
    }

    private long taken(String realmId, Witness witness) {
        return transactions.run(em -> {
            WitnessEntity row = em.find(WitnessEntity.class, id(realmId, witness));
            return row == null ? 0 : row.sequence;
        });
    }

    private void remember(String realmId, Witness witness, long sequence) {
        transactions.run(em -> {
            WitnessEntity row = em.find(WitnessEntity.class, id(realmId, witness));
            if (row == null) {
                row = new WitnessEntity();
                row.id = id(realmId, witness);
                row.realmId = realmId;
                em.persist(row);
            }
            row.sequence = sequence;
            return null;
        });
    }

    private static String id(String realmId, Witness witness) {
        return realmId + "/" + witness.name();
    }
}
