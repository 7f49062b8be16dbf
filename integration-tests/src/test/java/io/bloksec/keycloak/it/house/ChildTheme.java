package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A company's own login theme that builds on another, in the folder where an administrator puts it. */
public final class ChildTheme implements AutoCloseable {

    /** Class of its pages' body. */
    public static final String BODY = "it-child";

    private final Path theme;

    private ChildTheme(Path theme) {
        this.theme = theme;
    }

    /** @param parent name of the theme that it builds on */
    public static ChildTheme of(String parent) {
        Path theme = Settings.keycloakHome().resolve("themes/it-child-of-" + parent);
        try {
            Files.createDirectories(theme.resolve("login"));
            Files.writeString(properties(theme), "parent=" + parent + "\nkcBodyClass=" + BODY + "\n");
            return new ChildTheme(theme);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return theme.getFileName().toString();
    }

    private static Path properties(Path theme) {
        return theme.resolve("login/theme.properties");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(properties(theme));
            Files.deleteIfExists(theme.resolve("login"));
            Files.deleteIfExists(theme);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
