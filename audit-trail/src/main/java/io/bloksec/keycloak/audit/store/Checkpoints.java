package io.bloksec.keycloak.audit.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.chain.AuditKey;
import io.bloksec.keycloak.audit.chain.Checkpoint;
import io.bloksec.keycloak.audit.chain.KeyRotation;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Signs how far a chain is: a minute after there is something new at the latest, after a thousand records, and every five minutes when
 * there is nothing, so that whoever watches sees that nobody has stopped it.
 */
public final class Checkpoints {

    /** Milliseconds. */
    static final long AFTER_NEWS = 60_000;

    /** Milliseconds. */
    static final long HEARTBEAT = 5 * 60_000;

    static final long RECORDS = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);

    private final Transactions transactions;
    private final Sequencer sequencer;
    private final Records records;
    private final AuditKeys keys;
    private final LongSupplier clock;

    public Checkpoints(
            Transactions transactions, Sequencer sequencer, Records records, AuditKeys keys, LongSupplier clock) {
        this.transactions = transactions;
        this.sequencer = sequencer;
        this.records = records;
        this.keys = keys;
        this.clock = clock;
    }

    /** Realms that have a chain. */
    public List<String> realms() {
        return transactions.run(em -> em.createQuery("select c.realmId from ChainEntity c", String.class)
                .getResultList());
    }

    /**
     * Signs a checkpoint if it is time for one and this node has the chain's lease.
     *
     * @param issuer the realm's address
     * @param now whether it is not to wait for its time: before an export, and when a node stops
     */
    public void sign(String realmId, String issuer, boolean now) {
        boolean due = transactions.run(em -> {
            ChainEntity chain = em.find(ChainEntity.class, realmId);
            return chain != null && (now ? isBehind(chain) : isDue(chain));
        });
        if (due) {
            transactions.run(em -> {
                sequencer.lease(em, realmId).ifPresent(chain -> sign(em, chain, issuer));
                return null;
            });
        }
    }

    private boolean isDue(ChainEntity chain) {
        long age = clock.getAsLong() - chain.checkpointAt;
        long news = chain.number - chain.checkpointNumber;
        return age >= HEARTBEAT || news >= RECORDS || (news > 0 && age >= AFTER_NEWS);
    }

    private static boolean isBehind(ChainEntity chain) {
        return chain.checkpoints == 0 || chain.number > chain.checkpointNumber;
    }

    private void sign(EntityManager em, ChainEntity chain, String issuer) {
        AuditKey key = key(em, chain);
        long sequence = chain.checkpoints + 1;
        long time = clock.getAsLong();
        String jws = new Checkpoint(
                        issuer,
                        chain.realmId,
                        chain.epoch,
                        sequence,
                        chain.checkpointHash,
                        chain.number,
                        chain.head,
                        time,
                        keys.anchor())
                .sign(key);
        CheckpointEntity row = new CheckpointEntity();
        row.id = CheckpointEntity.id(chain.realmId, sequence);
        row.realmId = chain.realmId;
        row.sequence = sequence;
        row.number = chain.number;
        row.jws = jws;
        row.time = time;
        em.persist(row);
        em.flush();
        int moved = em.createQuery("update ChainEntity c set c.checkpoints = :sequence, c.checkpointHash = :hash,"
                        + " c.checkpointNumber = :number, c.checkpointAt = :time, c.checkpointKey = :key"
                        + " where c.realmId = :realm and c.checkpoints = :before")
                .setParameter("sequence", sequence)
                .setParameter("hash", Checkpoint.hash(jws))
                .setParameter("number", chain.number)
                .setParameter("time", time)
                .setParameter("key", key.thumbprint())
                .setParameter("realm", chain.realmId)
                .setParameter("before", chain.checkpoints)
                .executeUpdate();
        if (moved != 1) {
            throw new OvertakenException(chain.realmId);
        }
    }

    /** The one that signs now: the old one until the record by which it introduces its successor is linked. */
    private AuditKey key(EntityManager em, ChainEntity chain) {
        if (keys.current().isEmpty()) {
            return ofRealm(em, chain);
        }
        AuditKey next = keys.current().get();
        if (chain.checkpointKey == null || chain.checkpointKey.equals(next.thumbprint())) {
            known(em, chain.realmId, next, null, null);
            return next;
        }
        Optional<AuditKey> old = keys.of(chain.checkpointKey).or(() -> storedKey(em, chain));
        KeyEntity announced = em.find(KeyEntity.class, keyId(chain.realmId, next.thumbprint()));
        if (old.isEmpty()) {
            LOG.errorf(
                    "The audit key %s of realm %s is gone; checkpoints go on with %s, which it did not introduce",
                    chain.checkpointKey, chain.realmId, next.thumbprint());
            known(em, chain.realmId, next, null, null);
            return next;
        }
        if (announced == null) {
            known(em, chain.realmId, next, announce(em, chain.realmId, old.get(), next), null);
            return old.get();
        }
        boolean linked = announced.recordId == null
                || Optional.ofNullable(em.find(RecordEntity.class, announced.recordId))
                        .map(record -> record.number)
                        .filter(number -> number <= chain.number)
                        .isPresent();
        return linked ? next : old.get();
    }

    private String announce(EntityManager em, String realmId, AuditKey old, AuditKey next) {
        AuditEntry.Builder entry = AuditEntry.of(realmId, RecordType.KEY_ROTATED, clock.getAsLong(), Outcome.DONE);
        KeyRotation.members(old, next).forEach(entry::chained);
        return records.insert(em, entry.build());
    }

    private AuditKey ofRealm(EntityManager em, ChainEntity chain) {
        return storedKey(em, chain).orElseGet(() -> {
            AuditKey made = AuditKey.generate();
            known(em, chain.realmId, made, null, made.pem());
            return made;
        });
    }

    private static Optional<AuditKey> storedKey(EntityManager em, ChainEntity chain) {
        return em.createQuery(
                        "from KeyEntity k where k.realmId = :realm and k.privateKey is not null order by k.since desc",
                        KeyEntity.class)
                .setParameter("realm", chain.realmId)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(row -> AuditKey.parse(row.privateKey));
    }

    private void known(EntityManager em, String realmId, AuditKey key, String recordId, String pem) {
        String id = keyId(realmId, key.thumbprint());
        if (em.find(KeyEntity.class, id) != null) {
            return;
        }
        KeyEntity row = new KeyEntity();
        row.id = id;
        row.realmId = realmId;
        row.jwk = key.jwk().toString();
        row.since = clock.getAsLong();
        row.recordId = recordId;
        row.privateKey = pem;
        em.persist(row);
    }

    private static String keyId(String realmId, String thumbprint) {
        return realmId + "/" + thumbprint;
    }

    /** JWKs of all keys so far with {@code since}, oldest first; for information. */
    public List<ObjectNode> publicKeys(String realmId) {
        return transactions.run(
                em -> em.createQuery("from KeyEntity k where k.realmId = :realm order by k.since", KeyEntity.class)
                        .setParameter("realm", realmId)
                        .getResultStream()
                        .map(row -> jwk(row.jwk))
                        .toList());
    }

    private static ObjectNode jwk(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isObject() ? (ObjectNode) json : JsonNodeFactory.instance.objectNode();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
