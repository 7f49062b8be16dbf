package io.bloksec.keycloak.wsfed.keycloak;

import java.util.List;
import java.util.Objects;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.browser.UsernameFormFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** The types of credentials that a flow has seen at work. */
final class UsedCredentials {

    private UsedCredentials() {}

    /**
     * Keycloak's list, less a password that nobody typed: its form that asks for a name alone reports one (26.7).
     *
     * @return empty when the flow has asked for nothing
     */
    static List<String> of(AuthenticationSessionModel authSession) {
        List<String> reported = AuthenticatorUtil.getAuthnCredentials(authSession);
        List<String> succeeded = authSession.getExecutionStatus().entrySet().stream()
                .filter(entry -> entry.getValue() == ExecutionStatus.SUCCESS)
                .map(entry -> authSession.getRealm().getAuthenticationExecutionById(entry.getKey()))
                .filter(Objects::nonNull)
                .map(AuthenticationExecutionModel::getAuthenticator)
                .filter(Objects::nonNull)
                .toList();
        boolean nameAlone = succeeded.contains(UsernameFormFactory.PROVIDER_ID)
                && succeeded.stream().noneMatch(UsedCredentials::asksForAPassword);
        return nameAlone
                ? reported.stream()
                        .filter(type -> !PasswordCredentialModel.TYPE.equals(type))
                        .toList()
                : reported;
    }

    private static boolean asksForAPassword(String authenticator) {
        return authenticator.contains("password") && !authenticator.contains("passwordless");
    }
}
