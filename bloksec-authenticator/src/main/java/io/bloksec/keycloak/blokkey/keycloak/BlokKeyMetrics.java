package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.push.PushCounts;
import io.bloksec.keycloak.blokkey.push.PushDispatcher;
import io.bloksec.keycloak.blokkey.request.Lane;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.waiting.Waiters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What an operator watches, over all realms, on this node; shown where Keycloak shows metrics ({@code --metrics-enabled=true}). No realm,
 * person or application is a label: those are in the events.
 */
final class BlokKeyMetrics {

    private static final String PREFIX = "bloksec.blokkey.";

    /** People look for their phone, unlock it, compare. */
    private static final Duration[] ANSWERS = seconds(2, 5, 10, 15, 20, 30, 45, 60);

    private static final Duration[] RETURNS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(150),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofMillis(1_200),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final Timer answerTime = timer("answer.time", "From the request to the approval on the phone", ANSWERS);
    private final Timer returnTime = timer("return.time", "From the approval to the end of the step", RETURNS);

    BlokKeyMetrics(Waiters waiters, PushDispatcher pushes) {
        Gauge.builder(PREFIX + "waiting", waiters, Waiters::size)
                .description("Pages that wait on this node")
                .register(Metrics.globalRegistry);
        outcome(pushes, "delivered", PushCounts::delivered);
        outcome(pushes, "gone", PushCounts::gone);
        outcome(pushes, "later", PushCounts::later);
        outcome(pushes, "refused", PushCounts::refused);
        outcome(pushes, "failed", PushCounts::failed);
        outcome(pushes, "dropped", PushCounts::dropped);
    }

    void asked(Lane lane) {
        count("requests", "lane", lane.name());
    }

    /** @param row as it was before */
    void approved(RequestEntity row, long now) {
        count("answers", "answer", "approved");
        answerTime.record(Duration.ofMillis(Math.max(0, now - row.createdAt)));
    }

    /** @param event of a refusal */
    void refused(RequestEvents event) {
        count("answers", "answer", event.name().substring("BLOKKEY_".length()));
    }

    /** The step has ended well. */
    void signedIn(RequestEntity row, long now) {
        Metrics.counter(PREFIX + "signins", "channel", lower(row.channel), "grade", row.grade)
                .increment();
        returnTime.record(Duration.ofMillis(Math.max(0, now - row.approvedAt)));
    }

    private static void count(String name, String label, String value) {
        Metrics.counter(PREFIX + name, label, lower(value)).increment();
    }

    private static void outcome(PushDispatcher pushes, String name, ToDoubleFunction<PushCounts> count) {
        FunctionCounter.builder(PREFIX + "pushes", pushes, each -> count.applyAsDouble(each.counts()))
                .tag("outcome", name)
                .description("Pushes by their last outcome")
                .register(Metrics.globalRegistry);
    }

    private static Timer timer(String name, String description, Duration... buckets) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(Metrics.globalRegistry);
    }

    private static Duration[] seconds(int... values) {
        Duration[] durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofSeconds(values[i]);
        }
        return durations;
    }

    private static String lower(String value) {
        return value.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
