package io.bloksec.keycloak.blokkey.push.fcm;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which realm sends as whom: {@code REALM.json} of the directory where there is one, else the one file for all realms.
 *
 * @param common null for none
 * @param directory null for none
 */
record ServiceAccounts(Path common, Path directory) {

    private static final String SUFFIX = ".json";

    static ServiceAccounts of(String common, String directory) {
        return new ServiceAccounts(path(common), path(directory));
    }

    /** The realm's file, whether or not it is any good; empty where pushes by FCM are not set up for it. */
    Optional<Path> of(String realm) {
        if (directory != null) {
            // Percent-encoded: a name with a slash stays below the directory.
            Path own = directory.resolve(URLEncoder.encode(realm, StandardCharsets.UTF_8) + SUFFIX);
            if (Files.exists(own)) {
                return Optional.of(own);
            }
        }
        return Optional.ofNullable(common);
    }

    /** What is wrong with all that is there, for the log at the start; names of files, and nothing of what stands in them. */
    List<String> problems(Function<Path, ServiceAccount> read) {
        List<String> problems = new ArrayList<>();
        for (Path file : files(problems)) {
            try {
                read.apply(file);
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
            }
        }
        return problems;
    }

    private List<Path> files(List<String> problems) {
        List<Path> files = new ArrayList<>();
        if (common != null) {
            files.add(common);
        }
        if (directory != null) {
            try (Stream<Path> all = Files.list(directory)) {
                all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().forEach(files::add);
            } catch (IOException e) {
                problems.add("The directory " + directory + " cannot be read: "
                        + e.getClass().getSimpleName());
            }
        }
        return files;
    }

    private static Path path(String option) {
        return option == null || option.isBlank() ? null : Path.of(option.strip());
    }
}
