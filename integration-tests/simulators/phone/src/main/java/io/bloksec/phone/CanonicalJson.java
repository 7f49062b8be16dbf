package io.bloksec.phone;

import java.text.Normalizer;
import java.util.Map;
import java.util.TreeMap;

/**
 * JCS (RFC 8785) as the section <em>Signed texts</em> of the protocol restricts it: one flat object of strings, integers
 * from 0 to 2^53 − 1 and booleans. What the section forbids is refused and never repaired.
 */
public final class CanonicalJson {

    private static final long LIMIT = 1L << 53;

    private CanonicalJson() {}

    /**
     * @param text values are {@link String}, {@link Integer}, {@link Long} or {@link Boolean}
     * @return the canonical form; its UTF-8 bytes are what is hashed
     * @throws IllegalArgumentException a member's name or value is forbidden; the message says which and why
     */
    public static String of(Map<String, ?> text) {
        StringBuilder json = new StringBuilder("{");
        // String's order is that of UTF-16 code units, as RFC 8785 section 3.2.3 asks.
        new TreeMap<String, Object>(text).forEach((name, value) -> {
            check(name, "a member's name");
            if (json.length() > 1) {
                json.append(',');
            }
            quote(name, json);
            json.append(':');
            append(name, value, json);
        });
        return json.append('}').toString();
    }

    /**
     * Whether a string may stand in a signed text.
     *
     * @param member named in the message of the exception
     * @throws IllegalArgumentException not NFC, or it holds a control character, a character that changes direction, or
     *     an unpaired surrogate
     */
    public static void check(String value, String member) {
        value.codePoints().forEach(point -> {
            if (forbidden(point)) {
                throw new IllegalArgumentException("%s: U+%04X is forbidden".formatted(member, point));
            }
        });
        if (!Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
            throw new IllegalArgumentException(member + ": not NFC");
        }
    }

    static boolean forbidden(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || point == 0x061C
                || point == 0x200E
                || point == 0x200F
                || point >= 0x202A && point <= 0x202E
                || point >= 0x2066 && point <= 0x2069;
    }

    private static void append(String name, Object value, StringBuilder json) {
        if (value instanceof String string) {
            check(string, name);
            quote(string, json);
        } else if (value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number < 0 || number >= LIMIT) {
                throw new IllegalArgumentException(name + ": " + number + " is not from 0 to 2^53 - 1");
            }
            json.append(number);
        } else {
            throw new IllegalArgumentException(
                    name + ": " + (value == null ? "null" : value.getClass().getSimpleName()) + " is forbidden");
        }
    }

    /** Control characters, the only others that JSON escapes, are refused before. */
    private static void quote(String string, StringBuilder json) {
        json.append('"')
                .append(string.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
