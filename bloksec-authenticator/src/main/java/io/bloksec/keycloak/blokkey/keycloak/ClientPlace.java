package io.bloksec.keycloak.blokkey.keycloak;

import org.keycloak.models.KeycloakSession;

/** Where a call comes from, as true as the server's proxy settings are. */
final class ClientPlace {

    private ClientPlace() {}

    static String address(KeycloakSession session) {
        String address = session.getContext().getConnection().getRemoteHost();
        return address == null ? "" : address;
    }
}
