package io.bloksec.keycloak.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A missing key or a lone apostrophe shows only when somebody in another country cannot sign in. */
class MessagesTest {

    private static final Path RESOURCES = Path.of("src/main/resources/theme-resources");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+}");
    private static final Pattern USED_KEY = Pattern.compile("\"(blokkey[A-Z]\\w+)\"");

    /** Attributes of pages and the like, which look like keys. */
    private static final Set<String> NO_KEYS = Set.of("blokkeyReturn", "blokkeyInvited");

    @ParameterizedTest
    @ValueSource(strings = {"de", "es", "fr", "nl"})
    void saysTheSameInEveryLanguage(String language) throws IOException {
        Properties english = messages("en");
        Properties translated = messages(language);

        assertThat(translated.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        SoftAssertions.assertSoftly(softly -> english.stringPropertyNames()
                .forEach(key -> softly.assertThat(placeholders(translated.getProperty(key)))
                        .as("placeholders of %s in %s", key, language)
                        .isEqualTo(placeholders(english.getProperty(key)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "en", "es", "fr", "nl"})
    void losesNothingWhenItIsFormatted(String language) throws IOException {
        Properties messages = messages(language);

        SoftAssertions.assertSoftly(softly -> messages.forEach((key, value) -> {
            String pattern = (String) value;
            Object[] values = {"value", "value", "value", "value"};
            softly.assertThat(new MessageFormat(pattern, Locale.forLanguageTag(language)).format(values))
                    .as("%s in %s", key, language)
                    .isEqualTo(PLACEHOLDER.matcher(pattern.replace("''", "'")).replaceAll("value"));
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "en", "es", "fr", "nl"})
    void isAscii(String language) throws IOException {
        assertThat(Files.readString(file(language), StandardCharsets.ISO_8859_1))
                .matches("\\p{ASCII}*");
    }

    /** No text is missing, and none is there for nothing. */
    @Test
    void hasWhatPagesAndCodeSay() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path root : new Path[] {RESOURCES.resolve("templates"), Path.of("src/main/java")}) {
            try (Stream<Path> files = Files.walk(root).filter(Files::isRegularFile)) {
                for (Path file : files.toList()) {
                    USED_KEY.matcher(Files.readString(file))
                            .results()
                            .map(found -> found.group(1))
                            .forEach(used::add);
                }
            }
        }
        used.removeAll(NO_KEYS);

        Set<String> said = new TreeSet<>(messages("en").stringPropertyNames());
        said.removeIf(key -> key.contains("-"));
        assertThat(said).isEqualTo(used);
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static Properties messages(String language) throws IOException {
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(file(language))) {
            messages.load(reader);
        }
        return messages;
    }

    private static Path file(String language) {
        return RESOURCES.resolve("messages/messages_" + language + ".properties");
    }
}
