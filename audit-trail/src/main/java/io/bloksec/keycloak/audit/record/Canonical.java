package io.bloksec.keycloak.audit.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * RFC 8785 (JSON Canonicalization Scheme) for objects, arrays, strings, booleans and integers from 0 to 2^53 − 1: what the format
 * uses. Other numbers and null have no form here.
 */
public final class Canonical {

    /** 2^53 − 1: beyond, a double cannot tell neighbours apart. */
    public static final long LARGEST = (1L << 53) - 1;

    private static final String HEX = "0123456789abcdef";

    private Canonical() {}

    /** @throws IllegalArgumentException when a value has no form here, or a string holds half of a surrogate pair */
    public static String of(JsonNode json) {
        StringBuilder text = new StringBuilder(256);
        write(json, text);
        return text.toString();
    }

    /** {@link #of} in UTF-8. */
    public static byte[] bytes(JsonNode json) {
        return of(json).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode json, StringBuilder text) {
        if (json.isObject()) {
            writeObject(json, text);
        } else if (json.isArray()) {
            text.append('[');
            for (int i = 0; i < json.size(); i++) {
                if (i > 0) {
                    text.append(',');
                }
                write(json.get(i), text);
            }
            text.append(']');
        } else if (json.isTextual()) {
            writeString(json.textValue(), text);
        } else if (json.isBoolean()) {
            text.append(json.booleanValue());
        } else if (json.isIntegralNumber()
                && json.canConvertToLong()
                && json.longValue() >= 0
                && json.longValue() <= LARGEST) {
            text.append(json.longValue());
        } else {
            throw new IllegalArgumentException("not an object, array, string, boolean or integer from 0 to 2^53 - 1");
        }
    }

    private static void writeObject(JsonNode json, StringBuilder text) {
        List<String> names = new ArrayList<>(json.size());
        json.fieldNames().forEachRemaining(names::add);
        String[] sorted = names.toArray(String[]::new);
        // RFC 8785 section 3.2.3 sorts by UTF-16 code units, which is what String compares by.
        Arrays.sort(sorted);
        text.append('{');
        for (int i = 0; i < sorted.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            writeString(sorted[i], text);
            text.append(':');
            write(json.get(sorted[i]), text);
        }
        text.append('}');
    }

    /** RFC 8785 section 3.2.2.2. */
    private static void writeString(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                writeControl(c, text);
            } else if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == value.length()
                        || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    throw new IllegalArgumentException("half of a surrogate pair");
                }
                text.append(c).append(value.charAt(++i));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    private static void writeControl(char c, StringBuilder text) {
        switch (c) {
            case '\b' -> text.append("\\b");
            case '\t' -> text.append("\\t");
            case '\n' -> text.append("\\n");
            case '\f' -> text.append("\\f");
            case '\r' -> text.append("\\r");
            default -> text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
    }
}
