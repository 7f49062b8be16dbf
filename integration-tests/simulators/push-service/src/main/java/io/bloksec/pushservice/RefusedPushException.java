package io.bloksec.pushservice;

/** A push that a real service, or the browser behind it, would not take. */
final class RefusedPushException extends Exception {

    private final int status;

    RefusedPushException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    int status() {
        return status;
    }
}
