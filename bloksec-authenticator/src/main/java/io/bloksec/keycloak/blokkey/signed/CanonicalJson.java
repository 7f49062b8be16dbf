package io.bloksec.keycloak.blokkey.signed;

import java.text.Normalizer;
import java.util.Map;
import java.util.TreeMap;

/**
 * RFC 8785 (JSON Canonicalization Scheme), restricted as docs/blokkey-protocol.md says: one flat object of strings, integers
 * below 2^53 and booleans. What the restriction leaves has one form in every language, numbers included.
 */
final class CanonicalJson {

    private static final long LARGEST = (1L << 53) - 1;

    private CanonicalJson() {}

    /**
     * @param members values are {@link String}, {@link Integer}, {@link Long} or {@link Boolean}
     * @throws IllegalArgumentException when a value has another type, an integer is too large, or a string is not printable as
     *     {@link PrintableText} defines it
     */
    static String write(Map<String, ?> members) {
        StringBuilder json = new StringBuilder("{");
        // RFC 8785 section 3.2.3 sorts by UTF-16 code units, which is what String compares by.
        new TreeMap<String, Object>(members).forEach((name, value) -> {
            if (json.length() > 1) {
                json.append(',');
            }
            writeString(name, json);
            json.append(':');
            writeValue(name, value, json);
        });
        return json.append('}').toString();
    }

    private static void writeValue(String name, Object value, StringBuilder json) {
        if (value instanceof String text) {
            writeString(text, json);
        } else if (value instanceof Boolean flag) {
            json.append(flag.booleanValue());
        } else if (value instanceof Long || value instanceof Integer) {
            long number = ((Number) value).longValue();
            if (number > LARGEST || number < 0) {
                throw new IllegalArgumentException("The member " + name + " is no integer from 0 to 2^53 - 1");
            }
            json.append(number);
        } else {
            throw new IllegalArgumentException("The member " + name + " is neither text, nor integer, nor boolean");
        }
    }

    private static void writeString(String text, StringBuilder json) {
        if (!PrintableText.holdsOnlyPrintable(text) || !Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw new IllegalArgumentException("A text holds what cannot be shown as it is");
        }
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\');
            }
            json.append(c);
        }
        json.append('"');
    }
}
