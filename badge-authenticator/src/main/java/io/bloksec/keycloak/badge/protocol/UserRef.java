package io.bloksec.keycloak.badge.protocol;

/**
 * A user as signed texts name one: base64url(SHA-256(salt ‖ user id)). The salt is kept where it can be erased; then nobody can
 * tell any more whom the text meant.
 *
 * @param text 43 characters
 */
public record UserRef(String text) {

    /**
     * @param salt 32 random bytes of this user
     * @throws IllegalArgumentException when there are not 32
     */
    public static UserRef of(byte[] salt, String userId) {
        return new UserRef(Crypto.base64url(
                Crypto.sha256(Crypto.checkLength(salt, Crypto.LENGTH, "A user's salt"), Crypto.utf8(userId))));
    }
}
