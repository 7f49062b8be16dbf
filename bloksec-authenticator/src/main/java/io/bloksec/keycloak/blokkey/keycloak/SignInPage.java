package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.request.Binding;
import io.bloksec.keycloak.blokkey.request.SignInPolicy;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/** One execution of BlokKey in one tab: the same whether the flow looks at it or the page's own calls do. */
final class SignInPage {

    /** As Keycloak's own forms. */
    private static final int LONGEST_NAME = 255;

    final KeycloakSession session;
    final RealmModel realm;
    final AuthenticationSessionModel authSession;
    final AuthenticationExecutionModel execution;
    final PageNotes notes;
    final SignInPolicy policy;

    SignInPage(
            KeycloakSession session, AuthenticationSessionModel authSession, AuthenticationExecutionModel execution) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.authSession = authSession;
        this.execution = execution;
        this.notes = new PageNotes(authSession, execution.getId());
        ClientModel client = authSession.getClient();
        AuthenticatorConfigModel config = execution.getAuthenticatorConfig() == null
                ? null
                : realm.getAuthenticatorConfigById(execution.getAuthenticatorConfig());
        this.policy = SignInPolicy.of(config == null ? Map.of() : config.getConfig(), client::getAttribute);
    }

    Binding binding() {
        return new Binding(
                Binding.hashOf(authSession.getParentSession().getId()),
                authSession.getTabId(),
                authSession.getClient().getId(),
                execution.getParentFlow(),
                execution.getId(),
                Optional.ofNullable(authSession.getClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION))
                        .orElse(""));
    }

    /** Whether somebody is named: by the flow, by the page's own field, or by the application. */
    boolean isNamed() {
        return authSession.getAuthenticatedUser() != null || name() != null;
    }

    /** As shown on the page; null when nobody is named. */
    String name() {
        if (authSession.getAuthenticatedUser() != null) {
            return authSession.getAuthenticatedUser().getUsername();
        }
        return notes.name();
    }

    /** Takes the application's hint once; a person can put it aside. */
    void takeHint() {
        if (authSession.getAuthenticatedUser() == null && notes.name() == null && !hintTaken()) {
            authSession.setAuthNote("blokkey." + execution.getId() + ".hinted", "true");
            String hint = authSession.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
            if (isName(hint)) {
                notes.name(hint.strip());
            }
        }
    }

    private boolean hintTaken() {
        return authSession.getAuthNote("blokkey." + execution.getId() + ".hinted") != null;
    }

    static boolean isName(String typed) {
        return typed != null
                && !typed.isBlank()
                && typed.length() <= LONGEST_NAME
                && typed.chars().noneMatch(Character::isISOControl);
    }

    /** The person who may be asked: known, enabled, with a device. Empty looks the same on the page. */
    Optional<UserModel> person() {
        UserModel user = authSession.getAuthenticatedUser();
        if (user == null && notes.name() != null) {
            user = KeycloakModelUtils.findUserByNameOrEmail(session, realm, notes.name());
        }
        return Optional.ofNullable(user)
                .filter(UserModel::isEnabled)
                .filter(person -> person.credentialManager()
                        .getStoredCredentialsByTypeStream(BlokKey.ID)
                        .findAny()
                        .isPresent());
    }
}
