package io.bloksec.keycloak.wsfed.keycloak.mapper;

/** A mapper whose settings cannot be used. No token is issued rather than one with a claim left out. */
public final class InvalidMapperException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String mapper;

    InvalidMapperException(String mapper, String message) {
        super(message);
        this.mapper = mapper;
    }

    /** The mapper's name on its client. */
    public String mapper() {
        return mapper;
    }
}
