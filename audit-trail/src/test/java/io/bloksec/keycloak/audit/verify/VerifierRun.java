package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.audit.chain.AuditKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Exists to call the command as a third party does: with files and arguments, looking at exit code and report.
 *
 * @param out the report
 * @param problems what stands on the error stream
 */
record VerifierRun(int exitCode, String out, String problems) {

    /** Collects files and arguments. */
    static final class Command {
        private final Path directory;
        private final List<String> arguments = new ArrayList<>();

        Command(Path directory) {
            this.directory = directory;
        }

        Command trusting(AuditKey key) {
            return with("--key", file("key", key.jwk().toString()));
        }

        Command witness(List<String> checkpoints) {
            return with("--witness", file("witness", String.join("\n", checkpoints) + "\n"));
        }

        Command with(String option, Object value) {
            arguments.add(option);
            arguments.add(value.toString());
            return this;
        }

        VerifierRun of(TestTrail trail) {
            return of(trail.lines());
        }

        VerifierRun of(List<String> lines) {
            return of(String.join("\n", lines) + "\n");
        }

        VerifierRun of(String export) {
            return of(export.getBytes(StandardCharsets.UTF_8));
        }

        VerifierRun of(byte[] export) {
            return run("--json", file("export", export).toString());
        }

        /** Nothing but what is given. */
        VerifierRun run(String... further) {
            List<String> all = new ArrayList<>(arguments);
            all.addAll(List.of(further));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream problems = new ByteArrayOutputStream();
            int code = Verify.run(
                    all,
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(problems, true, StandardCharsets.UTF_8));
            return new VerifierRun(
                    code, out.toString(StandardCharsets.UTF_8), problems.toString(StandardCharsets.UTF_8));
        }

        Path file(String name, String content) {
            return file(name, content.getBytes(StandardCharsets.UTF_8));
        }

        private Path file(String name, byte[] content) {
            try {
                return Files.write(Files.createTempFile(directory, name, ""), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    JsonNode json() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong first: kind and number of the record, or kind alone. */
    String first() {
        return label(json().path("first"));
    }

    /** All that was found, in the report's order. */
    List<String> findings() {
        return StreamSupport.stream(json().path("findings").spliterator(), false)
                .map(VerifierRun::label)
                .toList();
    }

    /** Everything said about what was found. */
    String messages() {
        return String.join("\n", json().path("findings").findValuesAsText("message"));
    }

    private static String label(JsonNode finding) {
        return finding.path("kind").asText()
                + (finding.has("number") ? " " + finding.path("number").asText() : "");
    }
}
