package io.bloksec.keycloak.blokkey.keycloak;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * For the first days of a roll-out: whoever signs in without a phone sets one up before going on. It proves nothing and raises no
 * level; it stands behind the method that has named the person.
 */
final class SetUpStep implements Authenticator {

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        boolean hasPhone = context.getUser()
                .credentialManager()
                .getStoredCredentialsByTypeStream(BlokKey.ID)
                .findAny()
                .isPresent();
        if (!hasPhone) {
            context.getAuthenticationSession().addRequiredAction(BlokKey.ENROL);
        }
        context.success();
    }

    @Override
    public void action(AuthenticationFlowContext context) {}

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
