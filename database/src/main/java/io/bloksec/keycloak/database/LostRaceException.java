package io.bloksec.keycloak.database;

/** Another transaction was first; nothing was changed. */
public final class LostRaceException extends RuntimeException {
    LostRaceException(Throwable cause) {
        super("another transaction was first", cause);
    }
}
