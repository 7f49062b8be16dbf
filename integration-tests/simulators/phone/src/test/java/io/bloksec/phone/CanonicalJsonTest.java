package io.bloksec.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    @Test
    void membersStandInTheOrderOfCodeUnits() {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("\u20ac", "Euro");
        text.put("\ufb33", "Hebrew Dalet with Dagesh");
        text.put("\ud83d\ude00", "Smiley");
        text.put("1", true);
        text.put("a", 9007199254740991L);
        text.put("\u00f6", 0);
        text.remove("\ufb33");

        assertThat(CanonicalJson.of(text))
                .isEqualTo(
                        "{\"1\":true,\"a\":9007199254740991,\"\u00f6\":0,\"\u20ac\":\"Euro\",\"\ud83d\ude00\":\"Smiley\"}");
    }

    @Test
    void onlyQuotesAndBackslashesAreEscaped() {
        assertThat(CanonicalJson.of(Map.of("a", "\"\\/\u2028\u2029<>&'\u00df\ud83d\ude80")))
                .isEqualTo("{\"a\":\"\\\"\\\\/\u2028\u2029<>&'\u00df\ud83d\ude80\"}");
    }

    @Test
    void whatTheProtocolForbidsIsRefused() {
        for (String value : List.of(
                "\u0000",
                "\t",
                "\n",
                "\u001f",
                "\u007f",
                "\u0080",
                "\u009f",
                "\u061c",
                "\u200e",
                "\u200f",
                "\u202a",
                "\u202e",
                "\u2066",
                "\u2069",
                "\ud800",
                "a\udc00b",
                "\udc00\ud800",
                "u\u0308",
                "\u212b")) {
            assertThatThrownBy(() -> CanonicalJson.of(Map.of("a", value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a: ");
        }
        for (Object value : List.of(-1, 1L << 53, Long.MIN_VALUE, 1.0, List.of(), Map.of(), 'c')) {
            assertThatThrownBy(() -> CanonicalJson.of(Map.of("a", value))).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> CanonicalJson.of(Collections.singletonMap("a", null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalJson.of(Map.of("\u202e", "a"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsNeighboursAreNot() {
        assertThat(CanonicalJson.of(Map.of("a", " ~\u00a0\u061b\u200d\u2010\u2029\u202f\u2065\u206a\ufeff")))
                .isNotNull();
    }

    @Property(tries = 1000)
    void readBackItIsTheSame(@ForAll("texts") Map<String, Object> text) throws Exception {
        JsonNode read = Json.MAPPER.readTree(Bytes.utf8(CanonicalJson.of(text)));

        Map<String, Object> values = new HashMap<>();
        read.properties().forEach(member -> {
            JsonNode value = member.getValue();
            values.put(
                    member.getKey(),
                    value.isTextual()
                            ? value.textValue()
                            : value.isBoolean() ? value.booleanValue() : (Object) value.longValue());
        });
        assertThat(values).isEqualTo(text);
    }

    @Property(tries = 1000)
    void anyStringIsTakenAsItIsOrRefused(@ForAll String value) {
        boolean allowed = value.codePoints().noneMatch(CanonicalJson::forbidden)
                && Normalizer.normalize(value, Normalizer.Form.NFC).equals(value);
        if (allowed) {
            assertThat(CanonicalJson.of(Map.of("a", value)))
                    .contains(value.replace("\\", "\\\\").replace("\"", "\\\""));
        } else {
            assertThatThrownBy(() -> CanonicalJson.of(Map.of("a", value))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(tries = 500)
    void theOrderOfWritingDoesNotMatter(@ForAll("texts") Map<String, Object> text) {
        Map<String, Object> backwards = new LinkedHashMap<>();
        List<String> names = new java.util.ArrayList<>(text.keySet());
        Collections.reverse(names);
        names.forEach(name -> backwards.put(name, text.get(name)));

        assertThat(CanonicalJson.of(backwards)).isEqualTo(CanonicalJson.of(text));
    }

    @Provide
    Arbitrary<Map<String, Object>> texts() {
        Arbitrary<String> strings = Arbitraries.strings()
                .ofMaxLength(12)
                .map(value -> Normalizer.normalize(value, Normalizer.Form.NFC))
                .filter(value -> value.codePoints().noneMatch(CanonicalJson::forbidden));
        Arbitrary<Object> values = Arbitraries.oneOf(
                strings.map(Object.class::cast),
                Arbitraries.longs().between(0, (1L << 53) - 1).map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast));
        return Arbitraries.maps(strings, values).ofMaxSize(8);
    }
}
