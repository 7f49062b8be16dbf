package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Exists to make the file that an administrator makes with {@code openssl rand -base64 32}. */
public final class BadgeKeyFile {

    private static final String OPTION = "--spi-realm-restapi-extension--blokbadge--key-file=";

    private BadgeKeyFile() {}

    /** @param versions how many keys, from v1 on */
    public static Path make(int versions) {
        SecureRandom random = new SecureRandom();
        StringBuilder lines = new StringBuilder("# For tests.\n");
        for (int version = 1; version <= versions; version++) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            lines.append("v").append(version).append(' ');
            lines.append(Base64.getEncoder().encodeToString(key)).append('\n');
        }
        try {
            Path file = Files.createTempFile(Settings.target(), "badge", ".keys");
            Files.writeString(file, lines);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the server's command line. */
    public static String option(Path file) {
        return OPTION + file;
    }

    static boolean isOption(String option) {
        return option.startsWith(OPTION);
    }
}
