package io.bloksec.keycloak.badge.keycloak;

import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Lists badges in the account console and the administrators', and lets them be revoked there. */
final class BadgeCredentialProvider implements CredentialProvider<CredentialModel>, CredentialInputValidator {

    private final KeycloakSession session;

    BadgeCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return BlokBadge.ID;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    /** The account console's way; administrators' deletions pass by here, and are seen when the badge is next scanned. */
    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        Engine.of(session)
                .badges
                .ofCredential(realm.getId(), credentialId)
                .filter(badge -> badge.userId.equals(user.getId()))
                .ifPresent(badge -> BadgeEnd.revoke(session, realm, badge, user.getId()));
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public CredentialModel getCredentialFromModel(CredentialModel model) {
        return model;
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(BlokBadge.ID)
                .category(CredentialTypeMetadata.Category.PASSWORDLESS)
                .displayName("blokbadgeCredential")
                .helpText("blokbadgeCredentialHelp")
                .iconCssClass("kcAuthenticatorDefaultClass")
                .removeable(true)
                .build(session);
    }

    @Override
    public boolean supportsCredentialType(String type) {
        return BlokBadge.ID.equals(type);
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user, String type) {
        return supportsCredentialType(type)
                && user.credentialManager()
                        .getStoredCredentialsByTypeStream(type)
                        .findAny()
                        .isPresent();
    }

    /** Never: a badge signs, it has nothing to type. */
    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        return false;
    }
}
