package io.bloksec.keycloak.it.house;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Exists so that a test waits for a condition, never for a length of time. */
public final class Poll {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Poll() {}

    /** Returns as soon as the condition holds; after the limit fails, naming what did not happen. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Returns the first value there is; after the limit fails, naming what did not come. */
    public static <T> T value(String what, Duration limit, Supplier<Optional<T>> attempt) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            // Read before the attempt, so that at least one attempt lies behind the limit.
            boolean last = System.nanoTime() >= end;
            Optional<T> value = attempt.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (last) {
                throw new AssertionError("Waited " + limit.toMillis() + " ms in vain for: " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Interrupted while waiting for: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
