package io.bloksec.keycloak.it.shipped;

import io.bloksec.keycloak.it.house.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Exists to look into one jar that a user copies into Keycloak's {@code providers} directory. */
record ShippedJar(Path file) {

    /** All of them; their absence is a failure, because rules over nothing hold. */
    static List<ShippedJar> all() {
        Path directory = Settings.providers();
        if (!Files.isDirectory(directory)) {
            throw new AssertionError("No directory " + directory + ": build the module distribution first");
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<ShippedJar> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(ShippedJar::new)
                    .toList();
            if (jars.isEmpty()) {
                throw new AssertionError("No jars in " + directory);
            }
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the files in it, without directories. */
    Set<String> files() {
        return entries(entry -> !entry.isDirectory());
    }

    Set<String> classes() {
        return entries(entry -> entry.getName().endsWith(".class"));
    }

    /** Directories included. */
    Set<String> entriesNotStamped(LocalDateTime instant) {
        return entries(entry -> !entry.getTimeLocal().equals(instant));
    }

    /** Files under {@code META-INF/services} with the classes named there that this jar does not hold. */
    Set<String> servicesWithoutClass() {
        Set<String> classes = classes();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream()
                    .filter(entry -> entry.getName().startsWith("META-INF/services/") && !entry.isDirectory())
                    .flatMap(entry -> lines(zip, entry)
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(name -> !name.isEmpty())
                            .filter(name -> !classes.contains(name.replace('.', '/') + ".class"))
                            .map(name -> entry.getName() + " names " + name))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }

    private Set<String> entries(Predicate<ZipEntry> wanted) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().filter(wanted).map(ZipEntry::getName).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(ZipFile zip, ZipEntry entry) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
            return reader.lines().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
