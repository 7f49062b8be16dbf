package io.bloksec.keycloak.blokkey.keycloak;

import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Lists, renames and removes devices in the account console and the administrators'. */
final class BlokKeyCredentialProvider implements CredentialProvider<CredentialModel>, CredentialInputValidator {

    private final KeycloakSession session;

    BlokKeyCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return BlokKey.ID;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    /** The account console's way; administrators' deletions pass by here, and are seen at the device's next call. */
    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        Engine engine = Engine.of(session);
        engine.devices.ofCredential(realm.getId(), credentialId).ifPresent(device -> {
            engine.devices.remove(realm.getId(), device.id);
            engine.requests.cancelOfDevice(realm.getId(), device.id);
            Pushes.revoke(session, engine, user, device);
        });
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public CredentialModel getCredentialFromModel(CredentialModel model) {
        return model;
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(BlokKey.ID)
                .category(CredentialTypeMetadata.Category.PASSWORDLESS)
                .displayName("blokkeyCredential")
                .helpText("blokkeyCredentialHelp")
                .iconCssClass("kcAuthenticatorWebAuthnPasswordlessClass")
                .createAction(BlokKey.ENROL)
                .removeable(true)
                .build(session);
    }

    @Override
    public boolean supportsCredentialType(String type) {
        return BlokKey.ID.equals(type);
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user, String type) {
        return supportsCredentialType(type)
                && user.credentialManager()
                        .getStoredCredentialsByTypeStream(type)
                        .findAny()
                        .isPresent();
    }

    /** Never: a device approves a request, it has nothing to type. */
    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        return false;
    }
}
