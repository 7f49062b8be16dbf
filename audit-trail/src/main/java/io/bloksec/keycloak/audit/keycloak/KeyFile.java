package io.bloksec.keycloak.audit.keycloak;

import io.bloksec.keycloak.audit.chain.AuditKey;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads audit keys from a file: PKCS #8 in PEM, the one that signs first, its predecessors behind it. Only the file's owner may be able to
 * read it.
 */
final class KeyFile {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private KeyFile() {}

    /** @throws IllegalArgumentException when it cannot be read, others may read it, or there is no key in it; the message says which */
    static List<AuditKey> read(Path file) {
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IllegalArgumentException("Others than its owner may use the file " + file + ": chmod 0400");
            }
            List<AuditKey> keys = new ArrayList<>();
            Matcher pem = KEY.matcher(Files.readString(file));
            while (pem.find()) {
                keys.add(AuditKey.parse(pem.group()));
            }
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("There is no private key (PKCS #8, PEM) in the file " + file);
            }
            return keys;
        } catch (IOException e) {
            throw new IllegalArgumentException("The file " + file + " cannot be read: " + e.getMessage());
        }
    }
}
