package io.bloksec.keycloak.wsfed.keycloak.mapper;

import java.util.List;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Whom a token is about, and the sign-in behind it.
 *
 * @param clientSession the relying party's part of it; its roles are limited to the client's scope
 * @param methods URIs of the authentication methods that this sign-in was seen to use
 */
public record Person(
        KeycloakSession session,
        UserSessionModel userSession,
        ClientSessionContext clientSession,
        List<String> methods) {

    public UserModel user() {
        return userSession.getUser();
    }
}
