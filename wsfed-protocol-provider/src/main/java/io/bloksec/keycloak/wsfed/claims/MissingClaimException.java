package io.bloksec.keycloak.wsfed.claims;

/**
 * The relying party would reject a token without this claim, so none is issued: the person gets our page, which says what the
 * administrator must do, instead of the relying party's code.
 */
public final class MissingClaimException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ClaimType type;

    public MissingClaimException(ClaimType type) {
        super("Required claim without a value: " + type.uri());
        this.type = type;
    }

    public ClaimType type() {
        return type;
    }
}
