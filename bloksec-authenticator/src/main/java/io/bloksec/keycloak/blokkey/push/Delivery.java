package io.bloksec.keycloak.blokkey.push;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A push on its way.
 *
 * @param deadline when the request ends, by the dispatcher's clock
 * @param first whether it was not tried before
 */
record Delivery(
        PushSender sender,
        PushAddress to,
        PushMessage message,
        Consumer<PushOutcome> done,
        long deadline,
        boolean first) {

    private static final Duration BACK_OFF = Duration.ofSeconds(1);
    private static final int JITTER_MILLIS = 500;

    String route() {
        return sender.route(to);
    }

    PushOutcome attempt(long now) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(deadline - now);
        if (seconds < 1) {
            return new PushOutcome.Failed("it waited until the request had ended");
        }
        try {
            PushOutcome outcome = sender.send(to, message.with((int) seconds));
            return outcome == null ? new PushOutcome.Failed("the sender gave no outcome") : outcome;
        } catch (RuntimeException | LinkageError e) {
            // The message of a sender that we do not know might show an address.
            return new PushOutcome.Failed(e.getClass().getName());
        }
    }

    /** When to try once more after this outcome, if at all: while the request lives, and not a third time. */
    Optional<Duration> retry(PushOutcome outcome, long now) {
        if (!first) {
            return Optional.empty();
        }
        Duration wait;
        if (outcome instanceof PushOutcome.Later later) {
            wait = later.retryAfter()
                    .filter(asked -> asked.compareTo(BACK_OFF) > 0)
                    .orElse(BACK_OFF);
        } else if (outcome instanceof PushOutcome.Failed) {
            wait = BACK_OFF;
        } else {
            return Optional.empty();
        }
        Duration all = wait.plusMillis(ThreadLocalRandom.current().nextInt(JITTER_MILLIS));
        return Optional.of(all)
                .filter(time -> time.toNanos() + Duration.ofSeconds(1).toNanos() < deadline - now);
    }

    Delivery again() {
        return new Delivery(sender, to, message, done, deadline, false);
    }
}
