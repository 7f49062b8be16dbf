package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Exists to ask other people's programs; a test that needs one is aborted where it is not installed, and fails where everything must be. */
final class Program {

    private Program() {}

    /**
     * @param debian the package that has it
     * @param seconds after which it does not end any more
     */
    static Answer run(String debian, int seconds, List<String> command) {
        try {
            Path output = Files.createTempFile("program", ".txt");
            try {
                Process process = started(debian, command, output);
                process.getOutputStream().close();
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(command.get(0) + " does not end: " + command);
                }
                return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a program ran", e);
        }
    }

    private static Process started(String debian, List<String> command, Path output) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            String message = "No " + command.get(0) + " on this machine: these tests need Debian's package " + debian;
            if (Settings.mustHaveEveryTool()) {
                throw new IllegalStateException(message, e);
            }
            return Assumptions.abort(message);
        }
    }

    /** What it said, and its exit code. */
    record Answer(int exit, String output) {}
}
