package io.bloksec.keycloak.blokkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served is on a list, small, and whole: every text in every language, and libraries as their makers gave them out. */
class AppFileTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SOURCES = Path.of("src/main/resources/blokkey-app");
    private static final String SCANNER = "vendor/jsqr-1.4.0/jsQR.js";

    /** First load without the scanner, compressed. */
    private static final int BUDGET = 150_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "..",
                "../META-INF/services",
                "screens/../app.js",
                "screens",
                "app.js/",
                "/app.js",
                "app%2ejs",
                "APP.JS",
                "vendor/jsqr-1.4.0/LICENSE",
                "io/bloksec/keycloak/blokkey/app/AppFile.class"
            })
    void nothingElseIsServed(String path) {
        assertThat(AppFile.of(path)).isEmpty();
    }

    @Test
    void everyFileIsServedAndNoOther() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> left = files.filter(Files::isRegularFile)
                    .map(file -> SOURCES.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> AppFile.of(name).isEmpty())
                    .toList();

            assertThat(left).containsExactly("vendor/jsqr-1.4.0/LICENSE");
        }
    }

    /** A new version of any file is a new version of the worker, or phones would keep the old ones. */
    @Test
    void theWorkerNamesAllThatIsKept() {
        String worker = text(AppFile.WORKER);
        String first = worker.substring(0, worker.indexOf('\n'));

        assertThat(first)
                .matches("const VERSION = \"[A-Za-z0-9_-]{43}\", FILES = \\[.*];")
                .contains("\"./\"", "\"./app.js\"", "\"./screens/request.js\"", "\"./messages/nl.json\"")
                .doesNotContain("sw.js", "jsQR", "index.html");
    }

    @Test
    void theFirstLoadIsSmall() throws IOException {
        int sum = 0;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = SOURCES.relativize(file).toString();
                // One language of five, and one icon of four.
                boolean loaded = !name.startsWith("vendor")
                        && (!name.startsWith("messages") || name.equals("messages/fr.json"))
                        && (!name.startsWith("icon-"));
                sum += loaded ? compressed(Files.readAllBytes(file)) : 0;
            }
        }
        assertThat(sum).isLessThan(BUDGET);
    }

    /** The policy forbids what stands in the page itself. */
    @Test
    void noScriptOrStyleStandsInThePage() {
        String page = text(AppFile.START);
        assertThat(page).doesNotContain("<style").doesNotContain("style=").doesNotContainPattern("\\son\\w+=");
        assertThat(Pattern.compile("<script(?![^>]*\\ssrc=)").matcher(page).find())
                .isFalse();
    }

    /** Others' text must never become markup. */
    @Test
    void noScriptWritesMarkup() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".js"))
                    .filter(each -> !each.toString().contains("vendor"))
                    .toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "fr", "es", "nl"})
    void everyTextIsThereInEveryLanguage(String language) throws IOException {
        JsonNode english = JSON.readTree(text("messages/en.json"));
        JsonNode other = JSON.readTree(text("messages/" + language + ".json"));

        assertThat(names(other)).isEqualTo(names(english));
        english.properties()
                .forEach(
                        each -> assertThat(placeholders(other.get(each.getKey()).asText()))
                                .as(each.getKey())
                                .isEqualTo(placeholders(each.getValue().asText())));
    }

    @Test
    void everyTextThatAScreenAsksForExists() throws IOException {
        Set<String> known = Set.copyOf(names(JSON.readTree(text("messages/en.json"))));
        Pattern asked = Pattern.compile("\\b(?:text|#say)\\('([A-Za-z.-]+)'");
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".js"))
                    .filter(each -> !each.toString().contains("vendor"))
                    .toList()) {
                assertThat(known)
                        .as(file.toString())
                        .containsAll(asked.matcher(Files.readString(file))
                                .results()
                                .map(found -> found.group(1))
                                .collect(Collectors.toSet()));
            }
        }
    }

    /** As THIRD-PARTY.md lists them. */
    @Test
    void librariesAreUnmodified() throws Exception {
        byte[] scanner = Files.readAllBytes(SOURCES.resolve(SCANNER));
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(scanner));

        assertThat(Files.readString(Path.of("../THIRD-PARTY.md")))
                .contains(SCANNER)
                .contains(hash);
        assertThat(AppFile.of(SCANNER).orElseThrow().content()).isEqualTo(scanner);
    }

    private static int compressed(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.size();
    }

    private static List<String> names(JsonNode texts) {
        List<String> names = new ArrayList<>();
        texts.fieldNames().forEachRemaining(names::add);
        return names.stream().sorted().toList();
    }

    private static TreeSet<String> placeholders(String text) {
        return Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(String name) {
        return new String(AppFile.of(name).orElseThrow().content(), StandardCharsets.UTF_8);
    }
}
