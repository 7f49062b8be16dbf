package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/**
 * Exists to make the files that an administrator makes with {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey -pubout}.
 *
 * @param key for the server alone
 * @param publicKey for whoever verifies
 */
public record AuditKeyFile(Path key, Path publicKey) {

    public static AuditKeyFile make() throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Path key = write("PRIVATE KEY", pair.getPrivate());
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
            return new AuditKeyFile(key, write("PUBLIC KEY", pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(String label, Key key) throws IOException {
        return Files.writeString(
                Files.createTempFile(Settings.target(), "audit-key", ".pem"),
                "-----BEGIN " + label + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                        + "\n-----END " + label + "-----\n");
    }
}
