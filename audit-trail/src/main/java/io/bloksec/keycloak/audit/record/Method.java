package io.bloksec.keycloak.audit.record;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By which way a decision came. */
public enum Method {
    PUSH,
    QR,
    LINK,
    PASSCODE,
    BLOKBADGE,
    WSFED;

    /** As in records. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Method> of(String label) {
        return Arrays.stream(values())
                .filter(value -> value.label().equals(label))
                .findFirst();
    }
}
