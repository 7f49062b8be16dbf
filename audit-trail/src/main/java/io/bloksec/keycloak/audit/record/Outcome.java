package io.bloksec.keycloak.audit.record;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How what a record tells ended. */
public enum Outcome {
    ACCEPTED,
    DENIED,
    EXPIRED,
    SUPERSEDED,
    BURNT,
    REPORTED,
    CANCELLED,
    ERROR,
    DONE;

    /** As in records. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Outcome> of(String label) {
        return Arrays.stream(values())
                .filter(value -> value.label().equals(label))
                .findFirst();
    }
}
