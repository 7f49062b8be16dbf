package io.bloksec.keycloak.it.house;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Exists so that documented lines run in the program they are written for: the server's own {@code kcadm.sh}. */
public final class Kcadm implements AutoCloseable {

    private final Path config;

    private Kcadm(Path config) {
        this.config = config;
    }

    public static Kcadm loggedIn() {
        try {
            Path directory = Files.createTempDirectory("kcadm");
            Kcadm kcadm = new Kcadm(directory.resolve("kcadm.config"));
            kcadm.run(
                    "config",
                    "credentials",
                    "--server",
                    KeycloakServer.running().url().toString(),
                    "--realm",
                    "master",
                    "--user",
                    KeycloakServer.ADMIN,
                    "--password",
                    KeycloakServer.ADMIN_PASSWORD);
            return kcadm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the project's directory, as the documentation's paths are. Returns what was printed; fails when kcadm does. */
    public String run(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program());
        command.addAll(List.of(arguments));
        command.add("--config");
        command.add(config.toString());
        return call(String.join(" ", arguments), command);
    }

    /** Lines of a shell as the documentation has them, with pipes and variables. */
    public String script(String lines) {
        String program =
                "set -eu -o pipefail; kcadm.sh() { " + program() + " \"$@\" --config " + config + "; }\n" + lines;
        return call(lines, List.of("bash", "-c", program));
    }

    private static String program() {
        return Settings.keycloakHome().resolve("bin/kcadm.sh").toString();
    }

    private static String call(String what, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Settings.project().toFile())
                    .redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new AssertionError(what + "\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    public JsonNode json(String... arguments) {
        try {
            return Admin.JSON.readTree(run(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(config);
            Files.deleteIfExists(config.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
