package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Exists so that a run whose jars have not changed starts without the twenty seconds of {@code kc.sh build}.
 *
 * <p>A stamp file in the server's directory holds the checksums of the jars and the options of the last build. Only
 * jars that the house itself put there are ever removed.
 */
final class KeycloakBuild {

    private static final List<String> OPTIONS =
            List.of("--db=dev-mem", "--health-enabled=true", "--metrics-enabled=true");

    private static KeycloakBuild current;

    private final Path home;
    private final Path stamp;

    private KeycloakBuild(Path home) {
        this.home = home;
        this.stamp = home.resolve("test-house.stamp");
        if (!Files.isRegularFile(home.resolve("bin/kc.sh"))) {
            throw new IllegalStateException(
                    "No Keycloak in " + home + ": run through Maven, or once `mvn pre-integration-test`");
        }
    }

    /** Brought up to date once: a second time would pull it from under the server that runs from it. */
    static synchronized KeycloakBuild ofThisRun() {
        if (current == null) {
            KeycloakBuild build = new KeycloakBuild(Settings.keycloakHome());
            build.bringUpToDate(Settings.target().resolve("keycloak-build.log"));
            current = build;
        }
        return current;
    }

    private void bringUpToDate(Path log) {
        try {
            String wanted = fingerprint();
            if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
                return;
            }
            replaceJars();
            forget();
            build(log);
            Files.writeString(stamp, wanted);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot prepare the Keycloak in " + home, e);
        }
    }

    /** After a server did not start, the next run builds again. */
    static synchronized void distrust() {
        if (current != null) {
            current.forget();
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(stamp);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot remove " + stamp, e);
        }
    }

    private void build(Path log) throws IOException {
        new KeycloakCommand(home, log)
                .runToEnd(Stream.concat(Stream.of(home.resolve("bin/kc.sh").toString(), "build"), OPTIONS.stream())
                        .toList());
    }

    private void replaceJars() throws IOException {
        Path into = home.resolve("providers");
        for (String name : namesInStamp()) {
            Files.deleteIfExists(into.resolve(name));
        }
        for (Path jar : jars()) {
            Files.copy(
                    jar,
                    into.resolve(jar.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        // Written before the build, so that a build that fails still leaves behind which jars are ours.
        Files.writeString(home.resolve("test-house.jars"), String.join("\n", names()));
    }

    private Set<String> namesInStamp() throws IOException {
        Path list = home.resolve("test-house.jars");
        return Files.exists(list) ? Set.copyOf(Files.readAllLines(list)) : Set.of();
    }

    private Set<String> names() throws IOException {
        return jars().stream().map(jar -> jar.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
    }

    private String fingerprint() throws IOException {
        StringBuilder all = new StringBuilder(String.join(" ", OPTIONS)).append('\n');
        for (Path jar : jars()) {
            all.append(sha256(jar)).append("  ").append(jar.getFileName()).append('\n');
        }
        return all.toString();
    }

    /** Without the directory there are none: the tests of the house itself need no jar. */
    private static List<Path> jars() throws IOException {
        Path directory = Settings.providers();
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
