package io.bloksec.keycloak.wsfed.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
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

/** Exists because a missing key or a lone apostrophe shows only when somebody in another country cannot sign in. */
class MessagesTest {

    private static final Path THEME = Path.of("src/main/resources/theme-resources");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+}");
    private static final Pattern USED_KEY = Pattern.compile("msg\\(\"(wsfed\\w+)\"");

    /** Shown by the admin console itself, which prints it as it is. */
    private static final String SECTION = "advancedSettingsWsfed";

    private final Properties english = messages("en");

    @ParameterizedTest
    @ValueSource(strings = {"de", "es", "fr", "nl"})
    void saysTheSameInEveryLanguage(String language) {
        Properties translated = messages(language);

        assertThat(translated.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        SoftAssertions.assertSoftly(softly -> english.stringPropertyNames()
                .forEach(key -> softly.assertThat(placeholders(translated.getProperty(key)))
                        .as("placeholders of %s in %s", key, language)
                        .isEqualTo(placeholders(english.getProperty(key)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "en", "es", "fr", "nl"})
    void losesNothingWhenItIsFormatted(String language) {
        Properties messages = messages(language);

        SoftAssertions.assertSoftly(softly -> messages.forEach((key, value) -> {
            String pattern = (String) value;
            String expected = PLACEHOLDER.matcher(pattern.replace("''", "'")).replaceAll("value");
            softly.assertThat(pattern.replace("''", ""))
                    .as("lone apostrophe in %s, %s", key, language)
                    .doesNotContain("'");
            softly.assertThat(
                            new MessageFormat(pattern, Locale.forLanguageTag(language)).format(new Object[] {"value"}))
                    .as("%s in %s", key, language)
                    .isNotBlank()
                    .isEqualTo(expected);
        }));
        assertThat(messages.getProperty(SECTION)).doesNotContain("'");
    }

    /** Read as UTF-8 or as ISO 8859-1, the files say the same. */
    @ParameterizedTest
    @ValueSource(strings = {"de", "en", "es", "fr", "nl"})
    void isAscii(String language) throws IOException {
        assertThat(Files.readString(file(language), StandardCharsets.ISO_8859_1))
                .matches("\\p{ASCII}*");
    }

    @Test
    void namesWhatIsOurs() {
        assertThat(english.stringPropertyNames()).allMatch(key -> key.startsWith("wsfed") || key.equals(SECTION));
    }

    @Test
    void holdsEveryTextThatIsShown() throws IOException {
        Set<String> shown = Stream.of(Refusal.values()).map(Refusal::messageKey).collect(Collectors.toSet());
        try (Stream<Path> templates = Files.list(THEME.resolve("templates"))) {
            for (Path template : templates.toList()) {
                USED_KEY.matcher(Files.readString(template))
                        .results()
                        .map(use -> use.group(1))
                        .forEach(shown::add);
            }
        }

        assertThat(shown).hasSizeGreaterThan(Refusal.values().length);
        assertThat(english.stringPropertyNames()).containsAll(shown);
        shown.addAll(
                List.of(SECTION, "wsfedMapperInvalid", "wsfedSignedInHours", "wsfedSignedInMinutes", "wsfedNotYou"));
        assertThat(shown).as("no text that nobody sees").containsAll(english.stringPropertyNames());
    }

    private static Set<String> placeholders(String pattern) {
        return PLACEHOLDER
                .matcher(pattern)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path file(String language) {
        return THEME.resolve("messages/messages_" + language + ".properties");
    }

    private static Properties messages(String language) {
        Properties messages = new Properties();
        try (InputStream in = Files.newInputStream(file(language))) {
            messages.load(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return messages;
    }
}
