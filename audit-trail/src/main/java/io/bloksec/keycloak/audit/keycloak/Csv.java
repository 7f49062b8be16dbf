package io.bloksec.keycloak.audit.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * RFC 4180, made for people who open it in a spreadsheet: what would be a formula is text, and what would turn the direction of writing is
 * spelt out.
 */
final class Csv {

    private static final String FORMULA = "=+-@\t\r";

    private final List<String> columns;
    private final StringBuilder text = new StringBuilder();

    Csv(String... columns) {
        this.columns = List.of(columns);
        text.append(String.join(",", columns)).append("\r\n");
    }

    /** @param json the row's members by the columns' names; {@code time} is written as ISO 8601 */
    void row(JsonNode json) {
        for (int i = 0; i < columns.size(); i++) {
            JsonNode value = json.path(columns.get(i));
            String plain = columns.get(i).equals("time")
                    ? Instant.ofEpochMilli(value.asLong()).toString()
                    : value.asText("");
            text.append(i == 0 ? "" : ",").append(field(plain));
        }
        text.append("\r\n");
    }

    static String field(String value) {
        StringBuilder safe = new StringBuilder();
        value.codePoints().forEach(point -> {
            int type = Character.getType(point);
            if (type == Character.FORMAT || type == Character.CONTROL || type == Character.SURROGATE) {
                safe.append(String.format("\\u%04X", point));
            } else {
                safe.appendCodePoint(point);
            }
        });
        String plain = safe.toString();
        if (!value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0) {
            plain = "'" + plain;
        }
        return plain.matches("[A-Za-z0-9 ._:/'-]*") ? plain : '"' + plain.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
