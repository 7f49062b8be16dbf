package io.bloksec.keycloak.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served is on a list, and every text of a page is there in every language. */
class PageFileTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "..",
                "../META-INF/services",
                "messages/../app.js",
                "messages",
                "messages/",
                "app.js/",
                "/app.js",
                "app%2ejs",
                "APP.JS",
                "config.json",
                "messages/xx.json",
                "io/bloksec/keycloak/console/PageFile.class"
            })
    void nothingElseIsServed(String path) {
        assertThat(PageFile.of(path)).isEmpty();
    }

    @Test
    void aFileIsServedAsWhatItIs() {
        assertThat(PageFile.of("app.js").orElseThrow().type()).startsWith("text/javascript");
        assertThat(PageFile.of("index.html").orElseThrow().isPage()).isTrue();
        assertThat(PageFile.of("app.js").orElseThrow().etag())
                .isNotEqualTo(PageFile.of("api.js").orElseThrow().etag());
    }

    /** The policy forbids what stands in the page itself. */
    @Test
    void noScriptOrStyleStandsInThePage() {
        String page = text(PageFile.START);
        assertThat(page).doesNotContain("<style").doesNotContain("style=").doesNotContainPattern("\\son\\w+=");
        assertThat(Pattern.compile("<script(?![^>]*\\ssrc=)").matcher(page).find())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "fr", "es", "nl"})
    void everyTextIsThereInEveryLanguage(String language) throws IOException {
        JsonNode english = JSON.readTree(text("messages/en.json"));
        JsonNode other = JSON.readTree(text("messages/" + language + ".json"));

        assertThat(names(other)).isEqualTo(names(english));
        english.fields()
                .forEachRemaining(
                        each -> assertThat(placeholders(other.get(each.getKey()).asText()))
                                .as(each.getKey())
                                .isEqualTo(placeholders(each.getValue().asText())));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyTextThatAPageAsksForExists(String script) throws IOException {
        JsonNode english = JSON.readTree(text("messages/en.json"));
        Pattern.compile("\\b(?:text|count|label|fact|press|button)\\('([A-Za-z]+(?:\\.[A-Za-z]+)*)'")
                .matcher(text(script))
                .results()
                .map(found -> found.group(1))
                .forEach(key -> assertThat(english.has(key) || english.has("act." + key))
                        .as(key)
                        .isTrue());
    }

    /** What a page imports is served; a module that is not breaks it. */
    @ParameterizedTest
    @MethodSource("scripts")
    void everyModuleThatAPageImportsIsServed(String script) {
        Pattern.compile("(?:from|import) '\\./([a-z-]+\\.js)'")
                .matcher(text(script))
                .results()
                .map(found -> found.group(1))
                .forEach(module -> assertThat(PageFile.of(module)).as(module).isPresent());
    }

    /** What the server answers with is told in words: docs/api/blokbadge-admin-api.yaml has the values. */
    @ParameterizedTest
    @CsvSource({
        "badge.state, none issued active locked reset_pending suspended expired replaced revoked",
        "badge.kind, standard temporary decoy",
        "alarm, five_wrong locked copied decoy",
        "channel, mail letter supervised",
        "filter, none waiting active locked suspended expiring alarm",
        "problem, malformed forbidden not_found conflict keys_missing unavailable unprintable signed_out unknown",
        "layout, cr80 a4-cards letter-cards a4-labels letter-labels"
    })
    void everyValueHasWords(String group, String values) throws IOException {
        JsonNode english = JSON.readTree(text("messages/en.json"));
        for (String value : values.split(" ")) {
            assertThat(english.has(group + "." + value)).as(value).isTrue();
        }
    }

    private static Stream<String> scripts() {
        return PageFile.paths().filter(path -> path.endsWith(".js"));
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> placeholders(String text) {
        return Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }

    private static String text(String path) {
        return new String(PageFile.of(path).orElseThrow().content(), StandardCharsets.UTF_8);
    }
}
