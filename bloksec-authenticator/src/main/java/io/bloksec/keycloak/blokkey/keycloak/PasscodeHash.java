package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.secret.Digits;
import java.io.IOException;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.util.JsonSerialization;

/** Passcodes hashed as Keycloak hashes passwords. */
final class PasscodeHash {

    private static final String ARGON2 = "argon2";

    private PasscodeHash() {}

    static String of(KeycloakSession session, String code) {
        PasswordCredentialModel model =
                session.getProvider(PasswordHashProvider.class, ARGON2).encodedCredential(Digits.normal(code), -1);
        try {
            return JsonSerialization.writeValueAsString(new Stored(model.getCredentialData(), model.getSecretData()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean matches(KeycloakSession session, String typed, String hash) {
        try {
            Stored stored = JsonSerialization.readValue(hash, Stored.class);
            org.keycloak.credential.CredentialModel model = new org.keycloak.credential.CredentialModel();
            model.setType(PasswordCredentialModel.TYPE);
            model.setCredentialData(stored.credentialData());
            model.setSecretData(stored.secretData());
            return session.getProvider(PasswordHashProvider.class, ARGON2)
                    .verify(Digits.normal(typed), PasswordCredentialModel.createFromCredentialModel(model));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Stored(String credentialData, String secretData) {}
}
