package io.bloksec.keycloak.wsfed.metadata;

/** What is said about a relying party cannot be used. */
public final class InvalidRelyingPartyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code stable, lower case with underscores, for programs
     * @param message what is wrong, for the administrator
     */
    public InvalidRelyingPartyException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
