package io.bloksec.keycloak.audit.verify;

/** Nothing can be said: wrong arguments, or a file that cannot be read as what it is given as. */
final class UnreadableException extends Exception {

    UnreadableException(String message) {
        super(message);
    }

    UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
