package io.bloksec.keycloak.badge.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an export says of badges, and which files say nothing. */
class WitnessedBadgesTest {

    private static final String KEY = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);

    @Test
    void theLastWordCounts() throws IOException {
        Map<String, WitnessedBadges.Witnessed> all = new HashMap<>();
        read(
                        record("blokbadge.issued", "a", ""),
                        record("blokbadge.bound", "a", statement("bind\", \"u\", \"B\", \"" + KEY + "\", \"1")),
                        record("blokbadge.signed-in", "a", ""),
                        record("blokbadge.changed", "a", ", \"details\": {\"to\": \"SUSPENDED\"}"),
                        record("blokbadge.changed", "a", ", \"details\": {\"to\": \"ACTIVE\"}"),
                        record("blokbadge.issued", "b", ""),
                        record("blokbadge.changed", "b", ", \"details\": {\"to\": \"REVOKED\"}"),
                        record("blokkey.approved", "c", ""))
                .forEach(all::put);
        assertThat(all.keySet()).containsExactlyInAnyOrder("a", "b");
        assertThat(all.get("a").state()).isEqualTo(State.ACTIVE);
        assertThat(all.get("a").epoch()).isEqualTo(1);
        assertThat(all.get("a").userKey()).hasSize(32);
        assertThat(all.get("b").state()).isEqualTo(State.REVOKED);
    }

    @Test
    void whatIsNoWholeExportOfThisRealmIsRefused() {
        assertThatThrownBy(() -> parse("{}\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parse("not json\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parse("{\"export\": {\"realm\": \"another\"}}\n{\"end\": {}}\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parse("{\"export\": {\"realm\": \"realm\"}}\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static WitnessedBadges read(String... records) throws IOException {
        return parse("{\"export\": {\"realm\": \"realm\"}}\n" + String.join("\n", records) + "\n{\"end\": {}}\n");
    }

    private static WitnessedBadges parse(String export) throws IOException {
        return WitnessedBadges.read(new BufferedReader(new StringReader(export)), "realm");
    }

    private static String statement(String extra) {
        return ", \"statements\": [{\"extra\": [\"" + extra + "\"]}]";
    }

    private static String record(String type, String badge, String more) {
        String content = "{\"type\": \"" + type + "\", \"subject\": \"" + badge + "\", \"time\": 1000" + more + "}";
        return "{\"record\": {\"personal\": {\"content\": \""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(content.getBytes(StandardCharsets.UTF_8))
                + "\"}}}";
    }
}
