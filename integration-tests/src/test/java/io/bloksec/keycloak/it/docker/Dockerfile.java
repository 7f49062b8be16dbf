package io.bloksec.keycloak.it.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Exists so that a test runs what {@code docker/Dockerfile} says instead of a copy of it.
 *
 * <p>Understands only what that file needs, one instruction a line, and refuses everything else: a line that the test
 * would pass over is a line that nobody has run.
 */
final class Dockerfile {

    private static final Pattern INSTRUCTION = Pattern.compile("([A-Z]+) +(\\S.*)");
    private static final Pattern FROM = Pattern.compile("(\\S+:\\S+)( AS \\S+)?");
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z_]+)=([^\\s\"'$\\\\]+)");

    private final List<Stage> stages = new ArrayList<>();

    private Dockerfile(List<String> lines) {
        lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(this::add);
    }

    static Dockerfile read() {
        Path file = Settings.project().resolve("docker/Dockerfile");
        try {
            return new Dockerfile(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Dockerfile of(String text) {
        return new Dockerfile(text.lines().toList());
    }

    List<Stage> stages() {
        return stages;
    }

    /** The one that builds. */
    Stage first() {
        return stages.get(0);
    }

    /** The one that becomes the image. */
    Stage last() {
        return stages.get(stages.size() - 1);
    }

    private void add(String line) {
        Matcher instruction = INSTRUCTION.matcher(line);
        if (!instruction.matches() || line.endsWith("\\")) {
            throw new IllegalArgumentException("Not one instruction on one line: " + line);
        }
        String arguments = instruction.group(2);
        if (instruction.group(1).equals("FROM")) {
            Matcher from = FROM.matcher(arguments);
            if (!from.matches()) {
                throw new IllegalArgumentException("Without a tag, or with a platform: " + line);
            }
            stages.add(new Stage(from.group(1)));
            return;
        }
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("Before FROM: " + line);
        }
        last().add(instruction.group(1), arguments);
    }

    /** Exists to hold what one image is made of. */
    static final class Stage {

        private final String image;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> copies = new ArrayList<>();
        private final List<String> runs = new ArrayList<>();
        private final List<Integer> ports = new ArrayList<>();
        private List<String> entrypoint = List.of();
        private List<String> command = List.of();

        private Stage(String image) {
            this.image = image;
        }

        private void add(String instruction, String arguments) {
            switch (instruction) {
                case "ENV" -> {
                    // A variable that is set later than a line that reads it would be given to that line too.
                    if (!runs.isEmpty()) {
                        throw new IllegalArgumentException("ENV after RUN: " + arguments);
                    }
                    Matcher assignment = ASSIGNMENT.matcher(arguments);
                    if (!assignment.matches()) {
                        throw new IllegalArgumentException("Not one plain NAME=value: " + arguments);
                    }
                    environment.put(assignment.group(1), assignment.group(2));
                }
                case "COPY" -> copies.add(arguments);
                case "RUN" -> {
                    if (arguments.startsWith("[") || arguments.startsWith("-")) {
                        throw new IllegalArgumentException("Not a shell's line: " + arguments);
                    }
                    runs.add(arguments);
                }
                case "EXPOSE" -> ports.add(Integer.valueOf(arguments));
                case "ENTRYPOINT" -> entrypoint = list(arguments);
                case "CMD" -> command = list(arguments);
                default -> throw new IllegalArgumentException("No test runs " + instruction + " " + arguments);
            }
        }

        String image() {
            return image;
        }

        Map<String, String> environment() {
            return environment;
        }

        List<String> copies() {
            return copies;
        }

        List<String> runs() {
            return runs;
        }

        List<Integer> ports() {
            return ports;
        }

        List<String> entrypoint() {
            return entrypoint;
        }

        List<String> command() {
            return command;
        }

        private static List<String> list(String json) {
            try {
                return new ObjectMapper().readValue(json, new TypeReference<>() {});
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("Not a list: " + json, e);
            }
        }
    }
}
