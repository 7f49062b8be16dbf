package io.bloksec.keycloak.badge.keycloak;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** BlokBadge as a step of a flow. */
public final class BadgeAuthenticatorFactory implements AuthenticatorFactory {

    private static final Requirement[] REQUIREMENTS = {
        Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED
    };

    private static final List<ProviderConfigProperty> PROPERTIES = ProviderConfigurationBuilder.create()
            .property()
            .name(BadgeEvents.COUNT_FOR_REALM)
            .label("Wrong PINs count for brute force detection")
            .helpText(
                    "Off: only the badge is locked, and other ways to sign in stay open. On: wrong PINs count like wrong"
                            + " passwords where the realm detects brute force, so that whoever holds a badge can lock the account.")
            .type(ProviderConfigProperty.BOOLEAN_TYPE)
            .defaultValue("false")
            .add()
            .build();

    private final BadgeAuthenticator authenticator = new BadgeAuthenticator();

    @Override
    public String getId() {
        return BlokBadge.ID;
    }

    @Override
    public String getDisplayType() {
        return "BlokBadge";
    }

    @Override
    public String getReferenceCategory() {
        return BlokBadge.ID;
    }

    @Override
    public String getHelpText() {
        return "A printed badge and a PIN, at shared workstations.";
    }

    @Override
    public boolean isConfigurable() {
        return true;
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
        return PROPERTIES;
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
