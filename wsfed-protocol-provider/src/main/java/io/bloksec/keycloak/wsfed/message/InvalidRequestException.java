package io.bloksec.keycloak.wsfed.message;

/**
 * A request that is refused because of what it says. The code is for events and tests; nothing of the request's own text
 * is carried, so that no page can reflect it.
 */
public final class InvalidRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code stable, lower case with underscores, e.g. {@code wctx_too_long}; becomes the event's {@code reason}
     */
    public InvalidRequestException(String code) {
        super(code, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
