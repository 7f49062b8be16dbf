package io.bloksec.keycloak.badge.card;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a badge is in its life. <i>Locked</i> is none of them: an active badge is locked while ten wrong PINs in a row are counted.
 */
public enum State {
    /** Printed or about to be; waits for its person to choose a PIN. */
    ISSUED,
    ACTIVE,
    /** The PIN is forgotten; waits for a new one. */
    RESET_PENDING,
    /** Taken out of use for a while. */
    SUSPENDED,
    /** Its time is over. */
    EXPIRED,
    /** Another badge has taken its place. */
    REPLACED,
    /** Lost, stolen, or its person left. */
    REVOKED;

    private static final Set<State> FINAL = EnumSet.of(EXPIRED, REPLACED, REVOKED);

    /** Nothing leads out of it, and the server half is gone. */
    public boolean isFinal() {
        return FINAL.contains(this);
    }

    /** Whether the next sign-in with it chooses a PIN. */
    public boolean awaitsPin() {
        return this == ISSUED || this == RESET_PENDING;
    }

    /** The table of docs/blokbadge.md, "Life of a badge". */
    public boolean canBecome(State next) {
        return switch (this) {
            case ISSUED -> next == ACTIVE || next == SUSPENDED || next == EXPIRED || next == REVOKED;
            case ACTIVE -> next == RESET_PENDING || next == SUSPENDED || next.isFinal();
            case RESET_PENDING -> next == ACTIVE || next == SUSPENDED || next.isFinal();
            case SUSPENDED -> next == ISSUED || next == ACTIVE || next == RESET_PENDING || next.isFinal();
            case EXPIRED, REPLACED, REVOKED -> false;
        };
    }
}
