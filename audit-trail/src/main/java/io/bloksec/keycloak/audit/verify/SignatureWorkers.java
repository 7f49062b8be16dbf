package io.bloksec.keycloak.audit.verify;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Checks signatures on all cores while the file is read on. A bounded queue: who brings more than fits checks itself. */
final class SignatureWorkers implements AutoCloseable {

    private static final int WAITING = 1024;

    private final Findings findings;
    private final AtomicLong checked = new AtomicLong();
    private long given;
    private final ThreadPoolExecutor workers;

    SignatureWorkers(Findings findings) {
        this.findings = findings;
        int cores = Runtime.getRuntime().availableProcessors();
        workers = new ThreadPoolExecutor(
                cores,
                cores,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                task -> {
                    Thread thread = new Thread(task, "signatures");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    void check(StatementSignature signature, Place place) {
        given++;
        workers.execute(() -> {
            if (!signature.holds()) {
                findings.add(Kind.SIGNATURE, place, signature.what() + " does not hold");
            }
            checked.incrementAndGet();
        });
    }

    /** How many have been checked, once closed. */
    long checked() {
        return checked.get();
    }

    /** Waits until all are checked. */
    @Override
    public void close() {
        workers.shutdown();
        try {
            while (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
                // Each signature ends by itself.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signatures were checked", e);
        }
        // A worker that died must not let its signature pass.
        if (checked.get() != given) {
            throw new IllegalStateException((given - checked.get()) + " signatures could not be checked");
        }
    }
}
