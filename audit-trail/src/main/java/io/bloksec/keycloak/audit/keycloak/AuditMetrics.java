package io.bloksec.keycloak.audit.keycloak;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.util.concurrent.atomic.AtomicLong;

/** What an operator watches, over all realms; shown where Keycloak shows metrics ({@code --metrics-enabled=true}). */
final class AuditMetrics {

    /** Records that wait to be linked. */
    final AtomicLong unlinked = gauge("bloksec.audit.unlinked", "Audit records that wait to be linked");

    /** Seconds. */
    final AtomicLong oldestUnlinked =
            gauge("bloksec.audit.unlinked.oldest.seconds", "Age of the oldest audit record that waits to be linked");

    final AtomicLong refused = gauge(
            "bloksec.audit.refused", "Rows among the audit records that no server with the audit key has written");

    /** Of the witness that lacks most. */
    final AtomicLong witnessBehind =
            gauge("bloksec.audit.witness.behind", "Checkpoints that a witness has not taken yet");

    /** Records of tokens that found no room to wait in. */
    final AtomicLong dropped = gauge("bloksec.audit.dropped", "Records of tokens that could not be written");

    private static AtomicLong gauge(String name, String description) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::doubleValue)
                .description(description)
                .register(Metrics.globalRegistry);
        return value;
    }
}
