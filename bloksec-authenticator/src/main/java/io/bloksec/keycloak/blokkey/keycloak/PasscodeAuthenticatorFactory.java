package io.bloksec.keycloak.blokkey.keycloak;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** See {@link PasscodeAuthenticator}. */
public final class PasscodeAuthenticatorFactory implements AuthenticatorFactory {

    static final String CATEGORY = "blokkey-passcode";

    private static final Requirement[] REQUIREMENTS = {
        Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED
    };

    private final PasscodeAuthenticator authenticator = new PasscodeAuthenticator();

    @Override
    public String getId() {
        return CATEGORY;
    }

    @Override
    public String getDisplayType() {
        return "BlokKey override passcode";
    }

    @Override
    public String getReferenceCategory() {
        return CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "A passcode that an administrator has given out for a person without a phone. A single factor: give it a lower level.";
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return authenticator;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
