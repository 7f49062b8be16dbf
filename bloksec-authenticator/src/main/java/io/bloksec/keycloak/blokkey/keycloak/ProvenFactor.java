package io.bloksec.keycloak.blokkey.keycloak;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.UsernameFormFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Whether an earlier step of this flow has proven a factor. Keycloak's own list of credentials does not tell: its form that asks
 * for a name alone reports a password.
 */
final class ProvenFactor {

    private ProvenFactor() {}

    static boolean isIn(KeycloakSession session, AuthenticationSessionModel authSession) {
        return authSession.getAuthenticatedUser() != null
                && authSession.getExecutionStatus().entrySet().stream()
                        .filter(entry -> entry.getValue() == ExecutionStatus.SUCCESS)
                        .map(entry -> authSession.getRealm().getAuthenticationExecutionById(entry.getKey()))
                        .anyMatch(execution -> execution != null && provesAFactor(session, execution));
    }

    private static boolean provesAFactor(KeycloakSession session, AuthenticationExecutionModel execution) {
        String authenticator = execution.getAuthenticator();
        if (authenticator == null || UsernameFormFactory.PROVIDER_ID.equals(authenticator)) {
            return false;
        }
        AuthenticatorFactory factory = (AuthenticatorFactory)
                session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, authenticator);
        return factory != null && factory.getReferenceCategory() != null;
    }
}
