package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Exists so that building and starting call {@code kc.sh} with the same JDK, the same small heap and a log to read
 * after.
 */
final class KeycloakCommand {

    /** Enough to begin with; everything else a test finds out by the administration. */
    static final String ADMIN = "house-admin";

    static final String ADMIN_PASSWORD = "house-admin-password";

    private static final int TAIL_LINES = 60;

    private final Path home;
    private final Path log;
    private final Map<String, String> furtherEnvironment;

    KeycloakCommand(Path home, Path log) {
        this(home, log, Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD));
    }

    KeycloakCommand(Path home, Path log, Map<String, String> furtherEnvironment) {
        this.home = home;
        this.log = log;
        this.furtherEnvironment = furtherEnvironment;
    }

    ProcessTree start(Stream<String> arguments) throws IOException {
        return run(Stream.concat(Stream.of(home.resolve("bin/kc.sh").toString()), arguments)
                .toList());
    }

    /** Any program, in the server's directory and with the same environment. */
    ProcessTree run(List<String> command) throws IOException {
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        var environment = builder.environment();
        // A developer's own settings must not leak into the server under test.
        environment.keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA_OPTS"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // The compiler stays as it is: without its second stage a realm's RSA keys take seconds.
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx1g");
        environment.putAll(furtherEnvironment);
        return new ProcessTree(builder.start());
    }

    /** To its end, which must be a good one. */
    void runToEnd(List<String> command) throws IOException {
        try (ProcessTree tree = run(command)) {
            int code = tree.root().waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + code + "\n" + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + String.join(" ", command), e);
        }
    }

    String text() {
        try {
            // Not readString: a log that is being written may end in half a character.
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String tail() {
        List<String> lines = text().lines().toList();
        return "The end of " + log + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
