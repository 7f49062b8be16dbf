package io.bloksec.keycloak.audit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void sortsByUtf16CodeUnitsAtEveryDepth() throws Exception {
        // The smiling face's first unit is D83D: before FB33, although its code point is greater. RFC 8785 section
        // 3.2.3.
        String given =
                "{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"b\":{\"z\":[true,{\"y\":1,\"x\":\"\"}],\"a\":0},\"\\r\":3}";

        assertThat(Canonical.of(JSON.readTree(given)))
                .isEqualTo("{\"\\r\":3,\"b\":{\"a\":0,\"z\":[true,{\"x\":\"\",\"y\":1}]},\"😀\":2,\"\ufb33\":1}");
    }

    @Test
    void escapesAsTheRfcDoes() {
        String given = "\u0000\u0007\b\t\n\u000b\f\r\u001f \"\\/\u007f\u2028é";

        assertThat(Canonical.of(JsonNodeFactory.instance.textNode(given)))
                .isEqualTo("\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\u007f\u2028é\"");
    }

    @Test
    void takesTheLargestInteger() throws Exception {
        assertThat(Canonical.of(JSON.readTree("[9007199254740991,0]"))).isEqualTo("[9007199254740991,0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "1.0", "1e3", "-1", "9007199254740992", "99999999999999999999", "[null]", "{\"a\":null}"
            })
    void refusesWhatHasNoForm(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> Canonical.of(JSON.readTree(json)));
    }

    @ParameterizedTest
    @ValueSource(chars = {'\ud800', '\udc00'})
    void refusesHalfAPair(char half) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Canonical.of(JsonNodeFactory.instance.textNode("a" + half)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Canonical.of(JsonNodeFactory.instance.textNode("a" + half + "b")));
    }
}
