package io.bloksec.keycloak.blokkey.keycloak;

import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * A passcode that an administrator gave out, as a step of its own: whoever puts it into a flow decides the level, which must be a
 * lower one than BlokKey's, since it is a single factor.
 */
final class PasscodeAuthenticator implements Authenticator {

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        context.challenge(page(context, null));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        String locked = AuthenticatorUtils.getDisabledByBruteForceEventError(context, user);
        String typed = context.getHttpRequest().getDecodedFormParameters().getFirst("passcode");
        if (locked != null) {
            AuthenticatorUtils.dummyHash(context);
            refuse(context, locked);
            return;
        }
        boolean right = typed != null
                && typed.length() <= 64
                && Engine.of(context.getSession())
                        .passcodes
                        .use(
                                context.getRealm().getId(),
                                user.getId(),
                                context.getAuthenticationSession().getClient().getId(),
                                hash -> PasscodeHash.matches(context.getSession(), typed, hash))
                        .isPresent();
        if (!right) {
            failed(context, user);
            refuse(context, Errors.INVALID_USER_CREDENTIALS);
            return;
        }
        context.getEvent().detail(Details.CREDENTIAL_TYPE, "passcode");
        context.success(PasscodeAuthenticatorFactory.CATEGORY);
    }

    /** Keycloak's brute-force protection counts its own kinds of credentials alone; this counts as a password. */
    private static void failed(AuthenticationFlowContext context, UserModel user) {
        if (context.getRealm().isBruteForceProtected()) {
            context.getProtector()
                    .failedLogin(
                            context.getRealm(),
                            user,
                            context.getConnection(),
                            context.getUriInfo(),
                            Set.of(PasswordCredentialModel.TYPE));
        }
    }

    private static void refuse(AuthenticationFlowContext context, String error) {
        context.getEvent().user(context.getUser()).error(error);
        context.failureChallenge(AuthenticationFlowError.INVALID_CREDENTIALS, page(context, "blokkeyPasscodeWrong"));
    }

    private static Response page(AuthenticationFlowContext context, String error) {
        var form = context.form();
        Optional.ofNullable(error).ifPresent(form::setError);
        return form.createForm("blokkey-passcode.ftl");
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    /** Offered to everybody: whether there is a passcode is nobody's business before it is typed. */
    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
