package io.bloksec.keycloak.badge.print;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The layouts there are, read from {@code layouts.json}. */
public final class Layouts {

    private static final List<Layout> ALL = read();

    private Layouts() {}

    /** In the order in which people should see them. */
    public static List<Layout> all() {
        return ALL;
    }

    /** @param id such as {@code a4-cards}; null finds none */
    public static Optional<Layout> find(String id) {
        return ALL.stream().filter(layout -> layout.id().equals(id)).findFirst();
    }

    private static List<Layout> read() {
        try (InputStream json = Layouts.class.getResourceAsStream("layouts.json")) {
            return List.copyOf(new ObjectMapper().readValue(json, new TypeReference<List<Layout>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
