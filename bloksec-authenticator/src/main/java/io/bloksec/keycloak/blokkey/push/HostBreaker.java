package io.bloksec.keycloak.blokkey.push;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Leaves a push service alone for a while after it has failed several times in a row, so that one that is down does not hold the
 * threads that others need. After the pause the next failure starts another one, the next success ends it.
 */
final class HostBreaker {

    private static final Logger LOG = Logger.getLogger(HostBreaker.class);
    private static final int FAILURES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** Devices choose names below a known host, so there may be as many as they like. */
    private static final int MOST = 1000;

    private final ConcurrentMap<String, Failures> hosts = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    HostBreaker(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean admits(String host) {
        Failures failures = hosts.get(host);
        return failures == null || failures.count < FAILURES || nanos.getAsLong() - failures.last >= PAUSE.toNanos();
    }

    void worked(String host) {
        hosts.remove(host);
    }

    void failed(String host) {
        if (hosts.size() >= MOST) {
            hosts.clear();
        }
        Failures failures = hosts.merge(
                host, new Failures(1, nanos.getAsLong()), (old, one) -> new Failures(old.count + 1, one.last));
        if (failures.count == FAILURES) {
            LOG.warnf("No pushes to %s for %d s: it failed %d times in a row", host, PAUSE.toSeconds(), FAILURES);
        }
    }

    private record Failures(int count, long last) {}
}
