package io.bloksec.keycloak.audit.keycloak;

import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.store.Records;
import io.bloksec.keycloak.audit.store.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Takes records that nobody waits for, and writes them many at a time. What finds no room, or no database, is counted. */
final class LaterWriter {

    private static final int ROOM = 10_000;
    private static final int AT_ONCE = 500;

    private final BlockingQueue<AuditEntry> waiting = new ArrayBlockingQueue<>(ROOM);
    private final Transactions transactions;
    private final Records records;
    private final AtomicLong dropped;

    LaterWriter(Transactions transactions, Records records, AtomicLong dropped) {
        this.transactions = transactions;
        this.records = records;
        this.dropped = dropped;
    }

    void take(AuditEntry entry) {
        if (!waiting.offer(entry)) {
            dropped.incrementAndGet();
        }
    }

    /** Called by one thread. */
    void write() {
        List<AuditEntry> batch = new ArrayList<>();
        while (waiting.drainTo(batch, AT_ONCE) > 0) {
            try {
                transactions.run(em -> {
                    batch.forEach(entry -> records.insert(em, entry));
                    return null;
                });
            } catch (RuntimeException e) {
                dropped.addAndGet(batch.size());
                throw e;
            }
            batch.clear();
        }
    }
}
