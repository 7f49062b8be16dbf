package io.bloksec.keycloak.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * One clock for all nodes: the database's. Its distance from this node's clock is measured now and then, so that asking for the
 * time costs no statement.
 */
public final class DatabaseClock {

    /** How long a measurement is good for. */
    private static final long GOOD_FOR_NANOS = 60_000_000_000L;

    /** From here on the distance is worth a warning, milliseconds. */
    private static final long NOTABLE = 1_000;

    private static final int SAMPLES = 5;
    private static final Logger LOG = Logger.getLogger(DatabaseClock.class);

    private final LongSupplier databaseMillis;
    private final LongSupplier nodeMillis;
    private final LongSupplier nanos;
    private volatile Measurement measurement;

    public DatabaseClock(Database database) {
        this(
                () -> database.commit(em ->
                        millis(em.createNativeQuery("SELECT CURRENT_TIMESTAMP").getSingleResult())),
                System::currentTimeMillis,
                System::nanoTime);
    }

    DatabaseClock(LongSupplier databaseMillis, LongSupplier nodeMillis, LongSupplier nanos) {
        this.databaseMillis = databaseMillis;
        this.nodeMillis = nodeMillis;
        this.nanos = nanos;
    }

    /** Milliseconds since 1970 by the database's clock. */
    public long now() {
        Measurement current = measurement;
        if (current == null || nanos.getAsLong() - current.at() > GOOD_FOR_NANOS) {
            current = measure();
        }
        // By the monotonic clock: a node whose wall clock is set meanwhile keeps the database's time.
        return current.database() + (nanos.getAsLong() - current.at()) / 1_000_000;
    }

    private synchronized Measurement measure() {
        Measurement current = measurement;
        if (current != null && nanos.getAsLong() - current.at() <= GOOD_FOR_NANOS) {
            return current;
        }
        long[] distances = new long[SAMPLES];
        long start = nanos.getAsLong();
        for (int i = 0; i < SAMPLES; i++) {
            long before = nanos.getAsLong();
            long database = databaseMillis.getAsLong();
            long middle = before + (nanos.getAsLong() - before) / 2;
            distances[i] = database - (middle - start) / 1_000_000;
        }
        Arrays.sort(distances);
        measurement = new Measurement(start, distances[SAMPLES / 2]);
        long distance = measurement.database() - nodeMillis.getAsLong();
        if (Math.abs(distance) > NOTABLE) {
            LOG.warnf("This node's clock and the database's differ by %d ms; the database's counts", distance);
        }
        return measurement;
    }

    private static long millis(Object timestamp) {
        if (timestamp instanceof OffsetDateTime time) {
            return time.toInstant().toEpochMilli();
        }
        if (timestamp instanceof Instant time) {
            return time.toEpochMilli();
        }
        return ((java.util.Date) timestamp).getTime();
    }

    private record Measurement(long at, long database) {}
}
