package io.bloksec.keycloak.badge;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.badge.print.CodeLetter;
import io.bloksec.keycloak.badge.print.CodeLetters;
import io.bloksec.keycloak.badge.print.Layout;
import io.bloksec.keycloak.badge.print.Layouts;
import io.bloksec.keycloak.badge.print.Nudge;
import io.bloksec.keycloak.badge.print.RulerPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes on paper fits there, in each language. */
class PaperTextsTest {

    @ParameterizedTest
    @ValueSource(strings = {"de", "en", "es", "fr", "nl"})
    void fits(String language) throws Exception {
        Properties texts = messages(language);
        for (Layout layout : Layouts.all()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            RulerPage.write(
                    layout,
                    Nudge.NONE,
                    text(texts, "blokbadgePaperRulerTitle"),
                    text(texts, "blokbadgePaperRulerText"),
                    out);
            assertThat(out.size()).as(layout.id()).isPositive();
        }
        CodeLetter letter = new CodeLetter(
                "Wilhelmine Oberhauser-Papadopoulou",
                "K7M2-P4RX",
                text(texts, "blokbadgePaperLetterTitle", "Universitätsklinikum Beispielstadt, Haus 12"),
                List.of(
                        text(texts, "blokbadgePaperLetterWhat", "K7M2-P4RX"),
                        text(texts, "blokbadgePaperLetterUntil", "30. November 2026, 22:00:00"),
                        text(texts, "blokbadgePaperLetterAlone")),
                "1234 5678");
        for (String page : List.of("a4", "letter")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            CodeLetters.write(page, List.of(letter), out);
            assertThat(out.size()).as(page).isPositive();
        }
    }

    private static String text(Properties texts, String key, Object... values) {
        return new MessageFormat(texts.getProperty(key)).format(values);
    }

    private static Properties messages(String language) throws IOException {
        Properties messages = new Properties();
        Path file = Path.of("src/main/resources/theme-resources/messages/messages_" + language + ".properties");
        try (Reader reader = Files.newBufferedReader(file)) {
            messages.load(reader);
        }
        return messages;
    }
}
