package io.bloksec.keycloak.badge.keycloak;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** See {@link BadgeCredentialProvider}. */
public final class BadgeCredentialFactory implements CredentialProviderFactory<CredentialProvider<?>> {

    @Override
    public CredentialProvider<?> create(KeycloakSession session) {
        return new BadgeCredentialProvider(session);
    }

    @Override
    public String getId() {
        return BlokBadge.ID;
    }
}
