package io.bloksec.keycloak.it.shipped;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Exists to find classes in a Keycloak as it is downloaded or unpacked, without starting it. */
final class Distribution implements Classes, AutoCloseable {

    private static final List<String> CLASS_PATH = List.of("lib/lib/main", "lib/lib/boot", "lib/quarkus");
    private static final Pattern MODULE = Pattern.compile("org\\.keycloak\\.(.+?)-\\d.*\\.jar");

    private final Path place;
    private final List<FileSystem> open = new ArrayList<>();
    private final Map<String, Path> jars = new HashMap<>();
    private final Map<Path, ClassRoot> opened = new HashMap<>();

    /** From a directory, or a zip that holds one. */
    Distribution(Path place) {
        this.place = place;
        Path home = Files.isDirectory(place) ? place : onlyDirectory(open(place));
        for (String part : CLASS_PATH) {
            list(home.resolve(part))
                    .filter(file -> file.toString().endsWith(".jar"))
                    .forEach(this::index);
        }
    }

    @Override
    public Optional<ClassFile> find(String name) {
        return Optional.ofNullable(jars.get(name)).flatMap(jar -> root(jar).find(name));
    }

    /** Keycloak's module that holds the class. */
    String moduleOf(String name) {
        Path jar = jars.get(name);
        if (jar == null) {
            return "nowhere";
        }
        String file = jar.getFileName().toString();
        Matcher module = MODULE.matcher(file);
        return module.matches() ? module.group(1) : file;
    }

    @Override
    public void close() {
        // Jars before the zip that they are in.
        for (int last = open.size() - 1; last >= 0; last--) {
            try {
                open.get(last).close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public String toString() {
        return place.getFileName().toString();
    }

    private void index(Path jar) {
        ClassRoot.inJar(jar, ClassRoot::names).forEach(name -> jars.putIfAbsent(name, jar));
    }

    private ClassRoot root(Path jar) {
        return opened.computeIfAbsent(jar, file -> new ClassRoot(open(file)));
    }

    private Path open(Path file) {
        try {
            FileSystem content = FileSystems.newFileSystem(file);
            open.add(content);
            return content.getPath("/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path onlyDirectory(Path root) {
        List<Path> directories = list(root).filter(Files::isDirectory).toList();
        if (directories.size() != 1) {
            throw new IllegalArgumentException("Not a zip of one directory: " + root.getFileSystem());
        }
        return directories.get(0);
    }

    /** Sorted, as the file system's order is nobody's. */
    private static Stream<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
