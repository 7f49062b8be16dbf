package io.bloksec.keycloak.badge.keycloak;

/** An administrator's call says something that cannot be done; the message tells what. */
final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }
}
