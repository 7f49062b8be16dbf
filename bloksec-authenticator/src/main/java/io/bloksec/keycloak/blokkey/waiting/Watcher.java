package io.bloksec.keycloak.blokkey.waiting;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * One thread a node that looks once a second what has changed, for all waiting pages together, and now and then sweeps. A
 * database that is down costs a line in the log, and the pages go on waiting.
 */
public final class Watcher implements AutoCloseable {

    private static final long SWEEP_EVERY = 30;
    private static final Logger LOG = Logger.getLogger(Watcher.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watcher = new Thread(task, "blokkey-watcher");
        watcher.setDaemon(true);
        return watcher;
    });
    private final Waiters waiters;
    private final Changes changes;
    private final Runnable duty;
    private final Runnable sweep;
    private long lastLook;
    private long looks;
    private boolean failing;

    /**
     * @param duty what cannot wait, each second
     * @param sweep housekeeping, every half minute
     */
    public Watcher(Waiters waiters, Changes changes, Runnable duty, Runnable sweep) {
        this.waiters = waiters;
        this.changes = changes;
        this.duty = duty;
        this.sweep = sweep;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            if (waiters.isEmpty()) {
                lastLook = 0;
            } else {
                long now = changes.now();
                changes.since(lastLook == 0 ? now : lastLook, waiters::wake);
                lastLook = now;
                waiters.release(System.currentTimeMillis());
            }
            duty.run();
            if (++looks % SWEEP_EVERY == 0) {
                sweep.run();
            }
            failing = false;
        } catch (RuntimeException e) {
            waiters.release(System.currentTimeMillis());
            if (!failing) {
                LOG.warn("Cannot see what has become of waiting sign-ins; they go on waiting", e);
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        waiters.release(Long.MAX_VALUE);
    }

    /** What the requests' table tells. */
    public interface Changes {
        /** Milliseconds by the clock that {@link #since} goes by. */
        long now();

        /** @param change takes the request and its state */
        void since(long time, BiConsumer<String, String> change);
    }
}
