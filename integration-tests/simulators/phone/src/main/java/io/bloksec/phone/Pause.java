package io.bloksec.phone;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits that are part of the protocol: a person who looks before approving, a program that asks politely. */
final class Pause {

    private Pause() {}

    static void of(Duration time) throws InterruptedException {
        // Nobody counts it down.
        new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    static void millis(long millis) throws InterruptedException {
        of(Duration.ofMillis(millis));
    }
}
