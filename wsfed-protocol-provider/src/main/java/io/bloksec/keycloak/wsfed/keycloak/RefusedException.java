package io.bloksec.keycloak.wsfed.keycloak;

/** No token, for a reason that the person's page and the administrator's event tell. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final String reason;
    private final String argument;

    RefusedException(Refusal refusal) {
        this(refusal, null, "");
    }

    RefusedException(Refusal refusal, String reasonAndArgument) {
        this(refusal, reasonAndArgument, reasonAndArgument);
    }

    RefusedException(Refusal refusal, String reason, String argument) {
        super(refusal.eventError());
        this.refusal = refusal;
        this.reason = reason;
        this.argument = argument;
    }

    Refusal refusal() {
        return refusal;
    }

    /** For the event; null where there is nothing to add. */
    String reason() {
        return reason;
    }

    /** For the page's message: something an administrator configured, never text of the request. */
    String argument() {
        return argument;
    }
}
