package io.bloksec.keycloak.blokkey.keycloak;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.component.ComponentFactory;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** The settings of {@link RealmSetup}, with what a wrong one says. */
public final class RealmKeysFactory implements ComponentFactory<RealmKeys, RealmKeys> {

    static final List<ProviderConfigProperty> PROPERTIES = ProviderConfigurationBuilder.create()
            .property()
            .name(RealmSetup.APP_ORIGIN)
            .label("Origin of the phone app")
            .helpText(
                    "For example https://key.example.com. Empty: the origin of this realm. Devices are bound to it: a change means"
                            + " that everybody enrols anew.")
            .type(ProviderConfigProperty.STRING_TYPE)
            .add()
            .property()
            .name(RealmSetup.CONTACT)
            .label("Contact for push services")
            .helpText(
                    "mailto: or https: address that the makers of browsers can write to when our pushes make trouble (RFC 8292).")
            .type(ProviderConfigProperty.STRING_TYPE)
            .add()
            .property()
            .name(RealmSetup.PUSH_HOSTS)
            .label("Further push hosts")
            .helpText("Host names, beyond the well-known ones, that a device may name for its pushes.")
            .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
            .add()
            .property()
            .name(RealmSetup.MAIL_PUSHES)
            .label("Mails for sign-ins")
            .helpText(
                    "Writes to a person's verified e-mail address that a sign-in waits, where no phone of theirs can be pushed to or one"
                            + " asks for mails. The mail has a link to the app, which approves nothing.")
            .type(ProviderConfigProperty.BOOLEAN_TYPE)
            .defaultValue(false)
            .add()
            .property()
            .name(RealmSetup.ROOTS)
            .label("Attestation roots")
            .helpText("Certificates (PEM) of the makers whose devices count as grade B.")
            .type(ProviderConfigProperty.TEXT_TYPE)
            .add()
            .property()
            .name(InvitationSettings.CODE)
            .label("Activation code for invitations")
            .helpText("auto: where the address is not proven, and for administrators. always: for everybody.")
            .type(ProviderConfigProperty.LIST_TYPE)
            .options("auto", "always")
            .defaultValue("auto")
            .add()
            .property()
            .name(InvitationSettings.MAILS)
            .label("Invitations a minute")
            .helpText(
                    "How many mails the realm's server is given a minute, by all nodes together. 60 where nothing is said.")
            .type(ProviderConfigProperty.STRING_TYPE)
            .add()
            .property()
            .name(RealmSetup.SECRET)
            .label("Secret")
            .type(ProviderConfigProperty.PASSWORD)
            .secret(true)
            .add()
            .property()
            .name(RealmSetup.VAPID)
            .label("Key for push services")
            .type(ProviderConfigProperty.PASSWORD)
            .secret(true)
            .add()
            .build();

    @Override
    public String getId() {
        return BlokKey.ID;
    }

    @Override
    public String getHelpText() {
        return "BlokKey's settings and secrets of this realm.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model)
            throws ComponentValidationException {
        RealmSetup.validate(model);
    }

    @Override
    public RealmKeys create(KeycloakSession session, ComponentModel model) {
        return () -> {};
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
