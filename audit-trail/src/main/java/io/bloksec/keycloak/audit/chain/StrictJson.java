package io.bloksec.keycloak.audit.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.record.Canonical;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON of others: one object, no member twice, nothing behind it, valid UTF-8. */
public final class StrictJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** @throws IllegalArgumentException when it is not such an object; the message does not quote it */
    public static ObjectNode object(byte[] utf8) {
        return object(text(utf8));
    }

    /** @throws IllegalArgumentException when it is not such an object; the message does not quote it */
    public static ObjectNode object(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not one JSON object with each member once", e);
        }
        throw new IllegalArgumentException("not one JSON object with each member once");
    }

    /** @throws IllegalArgumentException when it is not such an object in canonical form */
    public static ObjectNode canonical(byte[] utf8) {
        String text = text(utf8);
        ObjectNode object = object(text);
        if (!Canonical.of(object).equals(text)) {
            throw new IllegalArgumentException("JSON that is not in canonical form");
        }
        return object;
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }
}
