package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.request.SignInPolicy;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** BlokKey as a step of a flow, with the settings of {@link SignInPolicy}. */
public final class BlokKeyAuthenticatorFactory implements AuthenticatorFactory {

    private static final Requirement[] REQUIREMENTS = {
        Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED
    };

    private static final List<ProviderConfigProperty> PROPERTIES = ProviderConfigurationBuilder.create()
            .property()
            .name(SignInPolicy.PRIMARY)
            .label("First on the page")
            .helpText(
                    "push: the phone is asked, a QR code is a click away. qr: the code is shown, a push is a click away."
                            + " A client attribute of the same name goes first.")
            .type(ProviderConfigProperty.LIST_TYPE)
            .options("push", "qr")
            .defaultValue("push")
            .add()
            .property()
            .name(SignInPolicy.USERNAMELESS)
            .label("Sign in without a name")
            .helpText("Where no earlier step has named a person, the phone that scans the code says who it is.")
            .type(ProviderConfigProperty.BOOLEAN_TYPE)
            .defaultValue("true")
            .add()
            .property()
            .name(SignInPolicy.LEAST_GRADE)
            .label("Least grade")
            .helpText(
                    "How well a phone must protect its keys: C any, B bound to the device and attested by a maker of the realm's"
                            + " list, A attested native app. A client attribute of the same name can only be stricter.")
            .type(ProviderConfigProperty.LIST_TYPE)
            .options("C", "B", "A")
            .defaultValue("C")
            .add()
            .property()
            .name(SignInPolicy.NUMBER_ALWAYS)
            .label("Always ask for the number")
            .helpText("Type the number on the phone for known browsers too. Unknown ones always need it.")
            .type(ProviderConfigProperty.BOOLEAN_TYPE)
            .defaultValue("false")
            .add()
            .property()
            .name(SignInPolicy.PUSH_UNKNOWN)
            .label("Pushes from unknown browsers")
            .helpText(
                    "limited: two in ten minutes, six a day, with growing pauses. never: the QR code and the app's list remain."
                            + " always: whoever knows a name can ring a phone.")
            .type(ProviderConfigProperty.LIST_TYPE)
            .options("limited", "never", "always")
            .defaultValue("limited")
            .add()
            .property()
            .name(SignInPolicy.SAME_NETWORK)
            .label("Phone in the browser's network")
            .helpText(
                    "Refuses an approval from a phone whose public address is not of the browser's network. Private addresses, as those of"
                            + " a proxy that Keycloak does not trust, count as another network. A client attribute of the same name can demand"
                            + " it too.")
            .type(ProviderConfigProperty.BOOLEAN_TYPE)
            .defaultValue("false")
            .add()
            .property()
            .name(SignInPolicy.LIFE)
            .label("Seconds to answer")
            .helpText("5 to 300.")
            .type(ProviderConfigProperty.INTEGER_TYPE)
            .defaultValue(String.valueOf(SignInPolicy.DEFAULT_LIFE))
            .add()
            .build();

    private final BlokKeyAuthenticator authenticator = new BlokKeyAuthenticator();

    @Override
    public String getId() {
        return BlokKey.ID;
    }

    @Override
    public String getDisplayType() {
        return "BlokKey";
    }

    @Override
    public String getReferenceCategory() {
        return BlokKey.ID;
    }

    @Override
    public String getHelpText() {
        return "Push notification or QR code, approved on the person's phone.";
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public boolean isUserSetupAllowed() {
        return true;
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
