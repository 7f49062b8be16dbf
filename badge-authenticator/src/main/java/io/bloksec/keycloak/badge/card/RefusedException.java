package io.bloksec.keycloak.badge.card;

/** A badge, PIN or code does not do; nothing was changed but what counts tries. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final long waitSeconds;

    public RefusedException(Refusal refusal) {
        this(refusal, 0);
    }

    /** @param waitSeconds until it may be tried again; 0 when waiting does not help */
    public RefusedException(Refusal refusal, long waitSeconds) {
        // No stack trace: refusals are ordinary, and an attacker can ask for many.
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
        this.waitSeconds = waitSeconds;
    }

    public Refusal refusal() {
        return refusal;
    }

    public long waitSeconds() {
        return waitSeconds;
    }
}
