package io.bloksec.keycloak.badge.keycloak;

/** Names that others refer to; they stay what they are. */
final class BlokBadge {

    /** Of the authenticator, the credential type and the resources. */
    static final String ID = "blokbadge";

    private BlokBadge() {}
}
