package io.bloksec.keycloak.blokkey.keycloak;

import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Whenever a person gets or loses a way to sign in, whoever did it, as events of the person: Keycloak's listener {@code email}
 * writes to the person about exactly these.
 */
final class CredentialEvents {

    private CredentialEvents() {}

    static void removed(KeycloakSession session, RealmModel realm, UserModel user, String device) {
        of(session, realm, user, EventType.REMOVE_CREDENTIAL, BlokKey.ID)
                .detail("blokkey_device", device)
                .success();
    }

    static void passcode(KeycloakSession session, RealmModel realm, UserModel user) {
        of(session, realm, user, EventType.UPDATE_CREDENTIAL, PasscodeAuthenticatorFactory.CATEGORY)
                .success();
    }

    private static EventBuilder of(
            KeycloakSession session, RealmModel realm, UserModel user, EventType type, String credential) {
        return new EventBuilder(realm, session, session.getContext().getConnection())
                .event(type)
                .user(user)
                .detail(Details.CREDENTIAL_TYPE, credential);
    }
}
