package io.bloksec.keycloak.badge.keys;

/** There is no master key on this server: no badge can be judged. */
public final class KeysMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeysMissingException() {
        super("No master key");
    }
}
