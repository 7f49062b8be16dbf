package io.bloksec.keycloak.blokkey.push;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Sends pushes from a few background threads, so that a sign-in neither waits for a push nor fails with one. Bounded in all
 * directions: when too many wait, the next one is dropped and counted; a push service that fails is left alone for a while; what
 * has outlived its request is not sent; each push is tried twice at most.
 */
public final class PushDispatcher implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PushDispatcher.class);
    private static final int THREADS = 8;
    private static final int QUEUE = 2_000;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);
    private static final Duration LAST_WAIT = Duration.ofSeconds(2);

    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor retries;
    private final int most;
    private final RouteBreaker breaker;
    private final LongSupplier nanos;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder gone = new LongAdder();
    private final LongAdder later = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong lastWarning;

    /** Starts no thread before there is a push, and keeps none long after. */
    public PushDispatcher() {
        this(THREADS, QUEUE, System::nanoTime);
    }

    PushDispatcher(int threads, int queue, LongSupplier nanos) {
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                daemon("blokkey-push"));
        this.threads.allowCoreThreadTimeOut(true);
        retries = new ScheduledThreadPoolExecutor(1, daemon("blokkey-push-retry"));
        retries.setKeepAliveTime(IDLE.toSeconds(), TimeUnit.SECONDS);
        retries.allowCoreThreadTimeOut(true);
        most = queue;
        breaker = new RouteBreaker(nanos);
        this.nanos = nanos;
        lastWarning = new AtomicLong(nanos.getAsLong() - BETWEEN_WARNINGS.toNanos());
    }

    /**
     * Takes a push and returns at once; never throws for what is wrong with a push. Call it after the request's row is committed.
     *
     * @param senders asked here, on the calling thread, for the sender of the address' kind
     * @param message its life begins to run now
     * @param done told the last outcome, once, from a background thread; from this one when the push is dropped or there is no
     *     sender; not at all when the server stops before. What it throws is logged and lost
     */
    public void send(PushSenders senders, PushAddress to, PushMessage message, Consumer<PushOutcome> done) {
        long deadline = nanos.getAsLong() + TimeUnit.SECONDS.toNanos(message.ttlSeconds());
        senders.of(to.kind())
                .map(sender -> new Delivery(sender, to, message, done, deadline, true))
                .ifPresentOrElse(
                        this::take, () -> finish(message, done, new PushOutcome.Refused("no sender for " + to.kind())));
    }

    /** Of this node, since it started. */
    public PushCounts counts() {
        return new PushCounts(delivered.sum(), gone.sum(), later.sum(), refused.sum(), failed.sum(), dropped.sum());
    }

    /** Takes no more, forgets what waits, and gives what is under way two seconds. */
    @Override
    public void close() {
        retries.shutdownNow();
        threads.shutdownNow();
        try {
            threads.awaitTermination(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Delivery delivery) {
        try {
            threads.execute(() -> deliver(delivery));
        } catch (RejectedExecutionException e) {
            drop(delivery);
        }
    }

    private void deliver(Delivery delivery) {
        String route = delivery.route();
        PushOutcome outcome;
        if (breaker.admits(route)) {
            outcome = delivery.attempt(nanos.getAsLong());
            if (outcome instanceof PushOutcome.Failed || outcome instanceof PushOutcome.Misconfigured) {
                breaker.failed(route);
            } else {
                breaker.worked(route);
            }
        } else {
            outcome = new PushOutcome.Failed(route + " is left alone for a while");
        }
        delivery.retry(outcome, nanos.getAsLong())
                .filter(wait -> retries.getQueue().size() < most)
                .ifPresentOrElse(wait -> later(delivery.again(), wait), () -> finish(delivery, outcome));
    }

    private void later(Delivery delivery, Duration wait) {
        try {
            retries.schedule(() -> take(delivery), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("A push is not tried again: the server stops");
        }
    }

    private void drop(Delivery delivery) {
        if (threads.isShutdown()) {
            return;
        }
        dropped.increment();
        long now = nanos.getAsLong();
        long last = lastWarning.get();
        if (now - last >= BETWEEN_WARNINGS.toNanos() && lastWarning.compareAndSet(last, now)) {
            LOG.warnf("Too many pushes wait to be sent; %d dropped since the server started", dropped.sum());
        }
        tell(delivery.done(), new PushOutcome.Failed("too many pushes wait"));
    }

    private void finish(Delivery delivery, PushOutcome outcome) {
        finish(delivery.message(), delivery.done(), outcome);
    }

    private void finish(PushMessage message, Consumer<PushOutcome> done, PushOutcome outcome) {
        count(outcome);
        if (outcome instanceof PushOutcome.Refused
                || outcome instanceof PushOutcome.Misconfigured
                || outcome instanceof PushOutcome.Failed) {
            LOG.infof("No push for request %s: %s", message.request(), outcome);
        }
        tell(done, outcome);
    }

    private void count(PushOutcome outcome) {
        if (outcome instanceof PushOutcome.Delivered) {
            delivered.increment();
        } else if (outcome instanceof PushOutcome.Gone) {
            gone.increment();
        } else if (outcome instanceof PushOutcome.Later) {
            later.increment();
        } else if (outcome instanceof PushOutcome.Refused || outcome instanceof PushOutcome.Misconfigured) {
            refused.increment();
        } else {
            failed.increment();
        }
    }

    private static void tell(Consumer<PushOutcome> done, PushOutcome outcome) {
        try {
            done.accept(outcome);
        } catch (RuntimeException e) {
            LOG.warn("The outcome of a push could not be kept", e);
        }
    }

    private static ThreadFactory daemon(String name) {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
