package io.bloksec.keycloak.badge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowMacTest {

    private static final byte[] KEY = new byte[32];

    static Stream<Named<JsonNode>> rows() {
        return Vectors.each("rows", "name");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowHasOneForm(JsonNode vector) {
        RowMac row = new Fields(vector).row(-1);

        assertThat(Vectors.hex(row.encoded())).isEqualTo(Vectors.text(vector, "encoded"));
        assertThat(Vectors.hex(row.mac(Vectors.hex(vector, "key")))).isEqualTo(Vectors.text(vector, "mac"));
        assertThat(row.matches(Vectors.hex(vector, "key"), Vectors.hex(vector, "mac")))
                .isTrue();
        assertThat(row.matches(Vectors.hex(vector, "key"), null)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyFieldCounts(JsonNode vector) {
        for (int i = 0; i < vector.get("fields").size(); i++) {
            assertThat(new Fields(vector).row(i).matches(Vectors.hex(vector, "key"), Vectors.hex(vector, "mac")))
                    .as(vector.get("fields").get(i).get("name").asText())
                    .isFalse();
        }
    }

    @Property
    void fieldsDoNotRunIntoEachOther(@ForAll String first, @ForAll String second) {
        byte[] mac = RowMac.of("t").text(first).text(second).mac(KEY);

        assertThat(RowMac.of("t").text(first + second).text("").matches(KEY, mac))
                .isEqualTo(second.isEmpty());
        assertThat(RowMac.of("t").text(first + second).matches(KEY, mac)).isFalse();
        assertThat(RowMac.of("t").text(first).text(second).text(null).matches(KEY, mac))
                .isFalse();
        assertThat(RowMac.of("u").text(first).text(second).matches(KEY, mac)).isFalse();
    }

    private record Fields(JsonNode vector) {

        /** @param changed the field that gets another value, or -1 */
        RowMac row(int changed) {
            JsonNode fields = vector.get("fields");
            RowMac row = RowMac.of(changed == 0 ? "kiosk" : "badge");
            for (int i = 1; i < fields.size(); i++) {
                JsonNode field = fields.get(i);
                String type = field.get("type").asText();
                if (i == changed) {
                    row.text(type.equals("null") ? "" : field.get("value").asText() + "1");
                } else if (type.equals("null")) {
                    row.text(null);
                } else if (type.equals("number")) {
                    row.number(field.get("value").asLong());
                } else if (type.equals("bytes")) {
                    row.bytes(Vectors.hex(field, "value"));
                } else {
                    row.text(field.get("value").asText());
                }
            }
            return row;
        }
    }
}
