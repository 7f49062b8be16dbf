package io.bloksec.keycloak.wsfed.token;

/**
 * A value holds a character that XML cannot carry. No token is issued: dropping or replacing the character could turn one
 * person's identifier into another's.
 */
public final class UnrepresentableTextException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String what;

    UnrepresentableTextException(String what) {
        super("XML cannot carry the value of " + what);
        this.what = what;
    }

    /** The element or claim type that the value was for. */
    public String what() {
        return what;
    }
}
