package io.bloksec.keycloak.badge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;

/** The published vectors, made by a program that shares no code with the server. */
final class Vectors {

    private static final JsonNode ALL = read();

    private Vectors() {}

    static JsonNode get(String name) {
        return ALL.get(name);
    }

    /** @param title the member by which a report names the vector */
    static Stream<Named<JsonNode>> each(String list, String title) {
        assertThat(ALL.get(list)).isNotEmpty();
        return StreamSupport.stream(ALL.get(list).spliterator(), false)
                .map(vector -> Named.of(vector.get(title).asText(), vector));
    }

    static byte[] hex(JsonNode vector, String name) {
        return HexFormat.of().parseHex(vector.get(name).asText());
    }

    static String text(JsonNode vector, String name) {
        return vector.get(name).asText();
    }

    static EpochContext context(JsonNode vector) {
        return badge(vector).epoch(vector.get("epoch").asInt());
    }

    static BadgeContext badge(JsonNode vector) {
        return new BadgeContext(new RealmId(text(vector, "realmId")), new BadgeId(text(vector, "bid")));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("../docs/protocol/blokbadge-v1-vectors.json")
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
