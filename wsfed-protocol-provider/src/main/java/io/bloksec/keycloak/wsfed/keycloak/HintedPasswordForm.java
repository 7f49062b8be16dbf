package io.bloksec.keycloak.wsfed.keycloak;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.validation.Validation;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's password form, which goes straight to the password where the relying party has named the person. The name is
 * believed by nobody: it is looked up together with the password, by Keycloak's own code, so that a name that is nobody's gets
 * the same page at the same pace.
 */
final class HintedPasswordForm extends UsernamePasswordForm {

    private static final int LONGEST_NAME = 254;

    /** Client note, which outlives a restart of the flow: the hint was shown, and whoever restarted did not want it. */
    private static final String OFFERED = "wsfed.hint.offered";

    HintedPasswordForm(KeycloakSession session) {
        super(session);
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        Optional<String> hint = hint(authSession);
        if (context.getUser() == null && hint.isPresent() && (isHinted(context) || isNew(authSession))) {
            authSession.setClientNote(OFFERED, "true");
            authSession.setAuthNote(ATTEMPTED_USERNAME, hint.get());
            authSession.setAuthNote(USERNAME_HIDDEN, "true");
            context.challenge(challenge(context, new MultivaluedHashMap<>()));
            return;
        }
        super.authenticate(context);
    }

    @Override
    protected boolean validateForm(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        if (!isHinted(context)) {
            return super.validateForm(context, form);
        }
        MultivaluedMap<String, String> named = new MultivaluedHashMap<>();
        named.putAll(form);
        named.putSingle(
                AuthenticationManager.FORM_USERNAME,
                hint(context.getAuthenticationSession()).orElse(""));
        return super.validateForm(context, named);
    }

    @Override
    protected Response challenge(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        LoginFormsProvider page = context.form();
        if (!form.isEmpty()) {
            page.setFormData(form);
        }
        SessionAge.tell(context.getAuthenticationSession(), page);
        if (isHinted(context)) {
            page.setAttribute(LoginFormsProvider.USERNAME_HIDDEN, true);
            page.setInfo("wsfedNotYou");
        }
        return page.createLoginUsernamePassword();
    }

    @Override
    protected Response challenge(AuthenticationFlowContext context, String error, String field) {
        if (!isHinted(context)) {
            return super.challenge(context, error, field);
        }
        context.form().setAttribute(LoginFormsProvider.USERNAME_HIDDEN, true);
        return super.challenge(context, error, Validation.FIELD_PASSWORD);
    }

    private static boolean isHinted(AuthenticationFlowContext context) {
        return Boolean.parseBoolean(context.getAuthenticationSession().getAuthNote(USERNAME_HIDDEN));
    }

    private static boolean isNew(AuthenticationSessionModel authSession) {
        return authSession.getClientNote(OFFERED) == null;
    }

    private static Optional<String> hint(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME)
                .filter(name -> name.codePoints().allMatch(HintedPasswordForm::isPlain));
    }

    /** What a name is written with: nothing that hides or turns around what stands beside it. */
    private static boolean isPlain(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && !Character.isSpaceChar(point);
    }
}
