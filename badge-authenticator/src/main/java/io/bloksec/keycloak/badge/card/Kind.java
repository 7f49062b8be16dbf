package io.bloksec.keycloak.badge.card;

import java.time.Duration;

/** What a badge is for; a person has at most one of each that works, and as many decoys as somebody likes. */
public enum Kind {
    /** Worn every day. */
    STANDARD(Duration.ofDays(365), Duration.ofDays(1), Duration.ofDays(395)),
    /** For whoever left the other at home. */
    TEMPORARY(Duration.ofHours(8), Duration.ofHours(1), Duration.ofHours(12)),
    /** Never given to anybody: whoever scans it has it from a printer, a drawer or a file where nobody should look. Opens nothing. */
    DECOY(Duration.ofDays(365), Duration.ofDays(1), Duration.ofDays(395));

    private final Duration usual;
    private final Duration least;
    private final Duration most;

    Kind(Duration usual, Duration least, Duration most) {
        this.usual = usual;
        this.least = least;
        this.most = most;
    }

    /** How long it is good for unless somebody says otherwise. */
    public Duration usual() {
        return usual;
    }

    /** Whether whoever has the old one in hand needs no code for the next. */
    public boolean renews() {
        return this == STANDARD;
    }

    /** For people: {@code 1 to 12 hours}, {@code 1 to 395 days}. */
    public String limits() {
        return most.toDays() < 1
                ? least.toHours() + " to " + most.toHours() + " hours"
                : least.toDays() + " to " + most.toDays() + " days";
    }

    public boolean allows(Duration life) {
        return life.compareTo(least) >= 0 && life.compareTo(most) <= 0;
    }
}
