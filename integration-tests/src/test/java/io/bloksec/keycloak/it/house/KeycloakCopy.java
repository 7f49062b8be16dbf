package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Exists so that a test can build and start Keycloak its own way while the shared server runs from the home beside it.
 *
 * <p>The copy has neither the data nor the providers of the original, and what the house built there is built anew.
 */
public final class KeycloakCopy {

    private static final Set<String> LEFT_OUT = Set.of("data", "providers");

    private final Path home;
    private int started;

    private KeycloakCopy(Path home) {
        this.home = home;
    }

    /** Replaces whatever an earlier run left under the name. */
    public static KeycloakCopy named(String name) {
        Path home = Settings.target().resolve(name);
        try {
            remove(home);
            copy(Settings.keycloakHome(), home);
            Files.createDirectories(home.resolve("providers"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy Keycloak to " + home, e);
        }
        return new KeycloakCopy(home);
    }

    public Path home() {
        return home;
    }

    /** A command line as a shell takes it, to its end. */
    public void run(String line, Map<String, String> environment) {
        try {
            new KeycloakCommand(home, log("build"), environment).runToEnd(List.of("sh", "-c", line));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + line, e);
        }
    }

    /** Returns when it is ready; line and environment must make it listen on the ports. */
    public KeycloakServer start(List<String> line, Map<String, String> environment, Ports ports) {
        started++;
        return KeycloakServer.start(home, log(String.valueOf(started)), line, environment, ports);
    }

    /** The same behind a {@link Balancer}. */
    public KeycloakServer start(List<String> line, Map<String, String> environment, Ports ports, URI url) {
        started++;
        return KeycloakServer.start(home, log(String.valueOf(started)), line, environment, ports, url);
    }

    private Path log(String what) {
        return home.resolveSibling(home.getFileName() + "-" + what + ".log");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path relative = from.relativize(directory);
                if (LEFT_OUT.contains(relative.toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(relative));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
