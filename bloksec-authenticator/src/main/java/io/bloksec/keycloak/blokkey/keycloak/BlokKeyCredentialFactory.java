package io.bloksec.keycloak.blokkey.keycloak;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** See {@link BlokKeyCredentialProvider}. */
public final class BlokKeyCredentialFactory implements CredentialProviderFactory<CredentialProvider<?>> {

    @Override
    public CredentialProvider<?> create(KeycloakSession session) {
        return new BlokKeyCredentialProvider(session);
    }

    @Override
    public String getId() {
        return BlokKey.ID;
    }
}
