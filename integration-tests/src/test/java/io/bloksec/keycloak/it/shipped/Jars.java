package io.bloksec.keycloak.it.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** Exists so that tests of what reads jars have some to read. */
final class Jars {

    private Jars() {}

    /** Puts what the directory holds into a jar, or a zip. */
    static Path pack(Path directory, Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        int code = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--no-manifest",
                        "--file",
                        jar.toString(),
                        "-C",
                        directory.toString(),
                        ".");
        if (code != 0) {
            throw new IllegalArgumentException("No jar of " + directory);
        }
        return jar;
    }
}
