package io.bloksec.keycloak.blokkey.keycloak;

/** Names that administrators and other parts of Keycloak know this feature by. */
public final class BlokKey {

    /** Authenticator, credential type, resource below the realm. */
    public static final String ID = "blokkey";

    /** Required action by which a person gets a device. */
    public static final String ENROL = "blokkey-enrol";

    private BlokKey() {}
}
