package io.bloksec.keycloak.badge.keycloak;

/** An administrator may not do this; the message tells which rule says so. */
final class ForbiddenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ForbiddenException(String message) {
        super(message);
    }
}
