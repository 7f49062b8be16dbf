package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exists because a class that is not found in a distribution must not be there, packed or unpacked. */
class DistributionTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void layOut() throws IOException {
        Path classes = directory.resolve("classes");
        Sources.compile(Map.of("org.keycloak.Held", "package org.keycloak; public class Held {}"), classes);
        Path lib = directory.resolve("unpacked/keycloak-1.2.3/lib");
        Jars.pack(classes, lib.resolve("lib/main/org.keycloak.keycloak-server-spi-private-1.2.3.jar"));
        Files.createDirectories(lib.resolve("lib/boot"));
        Jars.pack(classes, lib.resolve("quarkus/generated-bytecode.jar"));
    }

    @Test
    void findsInADirectory() {
        assertFinds(directory.resolve("unpacked/keycloak-1.2.3"));
    }

    @Test
    void findsInAZip() throws IOException {
        Path zip = directory.resolve("keycloak.zip");
        assertFinds(Jars.pack(directory.resolve("unpacked"), zip));
    }

    private static void assertFinds(Path place) {
        try (Distribution keycloak = new Distribution(place)) {
            assertThat(keycloak.find("org/keycloak/Held")).map(ClassFile::name).contains("org/keycloak/Held");
            assertThat(keycloak.moduleOf("org/keycloak/Held")).isEqualTo("keycloak-server-spi-private");
            assertThat(keycloak.find("org/keycloak/Gone")).isEmpty();
        }
    }
}
