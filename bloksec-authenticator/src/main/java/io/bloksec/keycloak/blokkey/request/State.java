package io.bloksec.keycloak.blokkey.request;

import java.util.EnumSet;
import java.util.Set;

/**
 * The life of a request: {@code CREATED → CLAIMED (by QR or link) → SHOWN → APPROVED → CONSUMED}; everything else is an end. Only
 * what is approved can be consumed.
 */
public enum State {
    CREATED,
    CLAIMED,
    SHOWN,
    APPROVED,
    CONSUMED,
    DENIED,
    REPORTED,
    BURNT,
    EXPIRED,
    CANCELLED,
    SUPERSEDED;

    /** States in which a person can still decide. */
    public static final Set<State> OPEN = Set.copyOf(EnumSet.of(CREATED, CLAIMED, SHOWN));

    public boolean isOpen() {
        return OPEN.contains(this);
    }
}
