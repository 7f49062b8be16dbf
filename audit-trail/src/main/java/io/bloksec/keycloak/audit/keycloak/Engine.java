package io.bloksec.keycloak.audit.keycloak;

import io.bloksec.keycloak.audit.AuditTrail;
import io.bloksec.keycloak.audit.store.AuditKeys;
import io.bloksec.keycloak.audit.store.Checkpoints;
import io.bloksec.keycloak.audit.store.Erasure;
import io.bloksec.keycloak.audit.store.OvertakenException;
import io.bloksec.keycloak.audit.store.Pruning;
import io.bloksec.keycloak.audit.store.Records;
import io.bloksec.keycloak.audit.store.Sequencer;
import io.bloksec.keycloak.audit.store.Trail;
import io.bloksec.keycloak.audit.store.Trail.Unlinked;
import io.bloksec.keycloak.audit.store.Transactions;
import io.bloksec.keycloak.audit.store.Witnesses;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resource.RealmResourceProvider;

/**
 * What lives as long as the server: one thread that links twice a second, signs checkpoints and hands them to witnesses. Whatever fails
 * here stops no sign-in; it is logged, counted, and tried again.
 */
final class Engine implements AutoCloseable {

    /** An unlinked record this old is an alarm, seconds. */
    static final long ALARM = 60;

    private static final long EVERY = 500;

    /** Checkpoints and witnesses are looked after every so many rounds. */
    private static final int CHECKPOINTS = 10;

    /** Once an hour. */
    private static final int PRUNINGS = 7_200;

    private static final long DAY = 24L * 60 * 60_000;
    private static final Logger LOG = Logger.getLogger(Engine.class);

    final AuditKeys keys;
    final Records records;
    final Sequencer sequencer;
    final Checkpoints checkpoints;
    final Witnesses witnesses;
    final Trail trail;
    final Erasure erasure;
    final Pruning pruning;
    final Removals removals;
    final LaterWriter later;
    private final AuditMetrics metrics = new AuditMetrics();
    private final KeycloakSessionFactory factory;
    private final long keepDays;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread sequencer = new Thread(task, "audit-sequencer");
        sequencer.setDaemon(true);
        return sequencer;
    });
    private long rounds;
    private boolean failing;

    Engine(KeycloakSessionFactory factory, Options options) {
        this.factory = factory;
        this.keepDays = options.keepDays();
        keys = options.keys();
        Transactions transactions = new Transactions() {
            @Override
            public <T> T run(Function<EntityManager, T> work) {
                return KeycloakModelUtils.runJobInTransactionWithResult(
                        factory,
                        session -> work.apply(
                                session.getProvider(JpaConnectionProvider.class).getEntityManager()));
            }
        };
        removals = new Removals(transactions);
        records = new Records(keys.seals(), System::currentTimeMillis);
        later = new LaterWriter(transactions, records, metrics.dropped);
        sequencer = new Sequencer(transactions, keys.seals(), UUID.randomUUID().toString(), System::currentTimeMillis);
        checkpoints = new Checkpoints(transactions, sequencer, records, keys, System::currentTimeMillis);
        witnesses = new Witnesses(transactions, options.witnesses());
        trail = new Trail(transactions);
        erasure = new Erasure(transactions, records, System::currentTimeMillis);
        pruning = new Pruning(transactions, records, sequencer, System::currentTimeMillis);
    }

    static Engine of(KeycloakSession session) {
        return ((AuditResourceFactory) session.getKeycloakSessionFactory()
                        .getProviderFactory(RealmResourceProvider.class, AuditTrail.ID))
                .engine();
    }

    void start() {
        thread.scheduleWithFixedDelay(this::round, EVERY, EVERY, TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            later.write();
            for (String realm : sequencer.waiting()) {
                link(realm);
            }
            rounds++;
            if (rounds % CHECKPOINTS == 0) {
                look(false);
            }
            if (rounds % PRUNINGS == 0 && keepDays > 0) {
                long before = System.currentTimeMillis() - keepDays * DAY;
                checkpoints.realms().forEach(realm -> pruning.prune(realm, before));
            }
            failing = false;
        } catch (OvertakenException e) {
            LOG.debug(e.getMessage());
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.error("Audit records wait to be linked; sign-ins go on", e);
            }
            failing = true;
        }
    }

    /** Everything that waits in a realm. */
    void link(String realm) {
        while (sequencer.link(realm) == Sequencer.BATCH) {
            // Another batch waits.
        }
    }

    /** Links what waits and signs it now, whatever the time. */
    void settle(RealmModel realm, String issuer) {
        sequencer.take(realm.getId());
        link(realm.getId());
        checkpoints.sign(realm.getId(), issuer, true);
    }

    private void look(boolean atEnd) {
        List<String> realms = checkpoints.realms();
        long unlinked = 0;
        long oldest = 0;
        long refused = 0;
        long behind = 0;
        for (String id : realms) {
            String issuer = KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
                RealmModel realm = session.realms().getRealm(id);
                return realm == null ? null : Issuer.of(session, realm);
            });
            if (issuer == null) {
                continue;
            }
            checkpoints.sign(id, issuer, atEnd);
            witnesses.deliver(id);
            Unlinked waiting = trail.unlinked(id);
            long age = waiting.ageSeconds(System.currentTimeMillis());
            if (age >= ALARM) {
                LOG.errorf("Audit records of realm %s have waited for %d s to be linked", id, age);
            }
            unlinked += waiting.count();
            oldest = Math.max(oldest, age);
            refused += trail.refused(id);
            behind = Math.max(
                    behind,
                    witnesses.behind(id).values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0));
        }
        metrics.unlinked.set(unlinked);
        metrics.oldestUnlinked.set(oldest);
        metrics.refused.set(refused);
        metrics.witnessBehind.set(behind);
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(5, TimeUnit.SECONDS)) {
                look(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("The last checkpoint before the end could not be signed; the next node or start signs it");
        }
    }
}
