package io.bloksec.keycloak.it.shipped;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Exists to read classes the same way out of a directory, a jar, and a jar inside a zip. */
record ClassRoot(Path root) implements Classes {

    static <T> T inJar(Path jar, Function<ClassRoot, T> reading) {
        try (FileSystem content = FileSystems.newFileSystem(jar)) {
            return reading.apply(new ClassRoot(content.getPath("/")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> names() {
        return below(root, file -> file.toString().endsWith(".class")).stream()
                .map(name -> name.substring(0, name.length() - ".class".length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Names of all files in a directory, with the directory's. */
    Set<String> files(String directory) {
        Path start = root.resolve(directory);
        return Files.isDirectory(start) ? below(start, Files::isRegularFile) : Set.of();
    }

    byte[] bytes(String name) {
        try {
            return Files.readAllBytes(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<ClassFile> find(String name) {
        return Files.exists(file(name)) ? Optional.of(ClassFile.read(bytes(name))) : Optional.empty();
    }

    private Set<String> below(Path start, Predicate<Path> wanted) {
        try (Stream<Path> all = Files.walk(start)) {
            return all.filter(wanted)
                    .map(file -> root.relativize(file).toString())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return root.resolve(name + ".class");
    }
}
