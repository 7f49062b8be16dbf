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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(strings = {"app.js", "requests-page.js", "request-detail.js"})
    void everyTextThatAPageAsksForExists(String script) throws IOException {
        JsonNode english = JSON.readTree(text("messages/en.json"));
        Pattern.compile("\\btext\\('([A-Za-z.]+)'")
                .matcher(text(script))
                .results()
                .map(found -> found.group(1))
                .forEach(key -> assertThat(english.has(key)).as(key).isTrue());
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
