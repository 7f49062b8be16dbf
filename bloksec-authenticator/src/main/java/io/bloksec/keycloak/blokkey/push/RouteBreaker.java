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
final class RouteBreaker {

    private static final Logger LOG = Logger.getLogger(RouteBreaker.class);
    private static final int FAILURES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** Devices choose names below a known route, so there may be as many as they like. */
    private static final int MOST = 1000;

    private final ConcurrentMap<String, Failures> routes = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    RouteBreaker(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean admits(String route) {
        Failures failures = routes.get(route);
        return failures == null || failures.count < FAILURES || nanos.getAsLong() - failures.last >= PAUSE.toNanos();
    }

    void worked(String route) {
        routes.remove(route);
    }

    void failed(String route) {
        if (routes.size() >= MOST) {
            routes.clear();
        }
        Failures failures = routes.merge(
                route, new Failures(1, nanos.getAsLong()), (old, one) -> new Failures(old.count + 1, one.last));
        if (failures.count == FAILURES) {
            LOG.warnf("No pushes to %s for %d s: it failed %d times in a row", route, PAUSE.toSeconds(), FAILURES);
        }
    }

    private record Failures(int count, long last) {}
}
