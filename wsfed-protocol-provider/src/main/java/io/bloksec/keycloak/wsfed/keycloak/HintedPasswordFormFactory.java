package io.bloksec.keycloak.wsfed.keycloak;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordFormFactory;
import org.keycloak.models.KeycloakSession;

/** See {@link HintedPasswordForm}. */
public final class HintedPasswordFormFactory extends UsernamePasswordFormFactory {

    static final String PROVIDER = "wsfed-hinted-password";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new HintedPasswordForm(session);
    }

    @Override
    public String getId() {
        return PROVIDER;
    }

    @Override
    public String getDisplayType() {
        return "Password form, with the name from the application";
    }

    @Override
    public String getHelpText() {
        return "Asks for the password at once where the application has named the person, with a link for another name; else as"
                + " Username Password Form.";
    }
}
