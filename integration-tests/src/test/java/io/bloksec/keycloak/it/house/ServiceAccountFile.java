package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Exists to put a service account where an administrator puts the one of the Firebase console. */
public final class ServiceAccountFile {

    private static final String OPTION = "--spi-blokkey-push--fcm--";

    private ServiceAccountFile() {}

    public static Path directory() {
        try {
            return Files.createTempDirectory(Settings.target(), "service-accounts");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param mode as {@code r--------} */
    public static Path write(Path file, String json, String mode) {
        try {
            Files.writeString(file, json);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the server's command line. */
    public static String option(String name, Object value) {
        return OPTION + name + "=" + value;
    }
}
