package io.bloksec.fcm;

/** A call that the real service would not take. */
final class FcmRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient FcmError error;

    FcmRefusal(FcmError error) {
        super(error.status() + " " + error.message());
        this.error = error;
    }

    /** A message with a member that there is not, or of another type. */
    static FcmRefusal invalid(String message, String field) {
        return new FcmRefusal(FcmError.invalid(message, field));
    }

    FcmError error() {
        return error;
    }
}
