package io.bloksec.keycloak.badge.protocol;

/** A scanned text is no badge that this realm could know. Says why and never what was read: it may be a badge's secret. */
public final class BadgeRefusedException extends Exception {

    /** What a person can do about it differs. */
    public enum Reason {
        /** Some other code, or a version that is not known here. */
        NOT_A_BADGE,
        /** It starts like a badge and is damaged: scan again. */
        MISREAD,
        /** Whole, and of another realm. */
        OTHER_ORGANISATION
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    BadgeRefusedException(Reason reason) {
        super("No badge of this realm: " + reason);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
