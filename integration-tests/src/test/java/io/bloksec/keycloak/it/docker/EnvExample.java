package io.bloksec.keycloak.it.docker;

import io.bloksec.keycloak.it.house.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** Exists to read what a user is told to fill in: {@code docker/env.example}. */
final class EnvExample {

    private EnvExample() {}

    /** Names and values as they are given out, empty where the user must decide. */
    static Map<String, String> read() {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(Settings.project().resolve("docker/env.example"))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split("=", 2);
                    values.put(parts[0], parts[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }
}
