package io.bloksec.keycloak.badge.keycloak;

/** An administrator's call says something that cannot be done; the message tells what. */
final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    BadRequestException(String message) {
        this("malformed", message);
    }

    /** @param code stable, for programs */
    BadRequestException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
