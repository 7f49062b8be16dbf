package io.bloksec.keycloak.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exists because what a colour does to a reader, and a style that a strict policy refuses, show in no other unit test. */
class LookTest {

    private static final Path THEME = Path.of("src/main/resources/theme/bloksec");
    private static final List<String> COLOURS = List.of("blue", "green", "teal", "purple", "red", "grey");

    /** WCAG 2.2, 1.4.3 for text and 1.4.11 for the edges of fields. */
    private static final double TEXT = 4.5;

    private static final double EDGE = 3;

    @ParameterizedTest
    @ValueSource(strings = {"blue", "green", "teal", "purple", "red", "grey"})
    void everyColourCanBeRead(String colour) {
        for (boolean dark : List.of(false, true)) {
            Map<String, String> look = look(dark, colour);
            for (String brand : List.of("brand", "brand-hover")) {
                String name = colour + (dark ? ", dark, " : ", light, ") + brand;
                assertThat(contrast(look, "on-brand", brand))
                        .as("button: " + name)
                        .isGreaterThan(TEXT);
                assertThat(contrast(look, brand, "card")).as("link: " + name).isGreaterThan(TEXT);
                assertThat(contrast(look, brand, "page")).as("link: " + name).isGreaterThan(TEXT);
            }
            for (String ink : List.of("ink", "ink-soft", "danger")) {
                assertThat(contrast(look, ink, "card")).as(ink).isGreaterThan(TEXT);
                assertThat(contrast(look, ink, "field")).as(ink).isGreaterThan(TEXT);
            }
            assertThat(contrast(look, "field-line", "card")).isGreaterThan(EDGE);
        }
    }

    @Test
    void theLoginPagesAndTheEmailsMeanTheSameColours() {
        String email = read(THEME.resolve("email/html/template.ftl"));
        String login = read(THEME.resolve("login/footer.ftl"));
        for (String colour : COLOURS) {
            assertThat(email)
                    .contains("\"%s\": [\"%s\", \"%s\"]"
                            .formatted(
                                    colour,
                                    look(false, colour).get("brand"),
                                    look(true, colour).get("brand")));
            assertThat(login).contains('"' + colour + '"');
        }
    }

    @Test
    void noScriptNoInlineStyleNothingFromElsewhere() throws IOException {
        try (Stream<Path> files = Files.walk(THEME)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = read(file);
                if (file.toString().endsWith(".ftl")) {
                    assertThat(text)
                            .as(file.toString())
                            .doesNotContainPattern("(?i)\\sstyle=|<script|\\son\\w+=|no_esc");
                } else if (file.toString().endsWith(".css")) {
                    assertThat(text)
                            .as(file.toString())
                            .doesNotContainPattern("@import|url\\([\"']?(https?:|//|data:)");
                }
            }
        }
    }

    /** The variables as the cascade leaves them: the light ones, the colour's, the dark ones, the colour's dark ones. */
    private static Map<String, String> look(boolean dark, String colour) {
        Map<String, String> look = new LinkedHashMap<>(variables("html\\.login-pf \\{\\s+--bloksec-brand:[^}]*"));
        boolean standard = colour.equals("blue");
        if (!standard) {
            look.putAll(variables("\\nhtml:has\\(\\.bloksec-" + colour + "\\) \\{[^}]*"));
        }
        if (dark) {
            look.putAll(variables("\\nhtml\\.pf-v5-theme-dark \\{[^}]*"));
            if (!standard) {
                look.putAll(variables("\\nhtml\\.pf-v5-theme-dark:has\\(\\.bloksec-" + colour + "\\) \\{[^}]*"));
            }
        }
        return look;
    }

    private static Map<String, String> variables(String rule) {
        String css = read(THEME.resolve("login/resources/css/bloksec.css"));
        List<String> found = Pattern.compile(rule)
                .matcher(css)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(found).as(rule).hasSize(1);
        return Pattern.compile("--bloksec-([\\w-]+): (#[0-9a-f]+);")
                .matcher(found.get(0))
                .results()
                .collect(Collectors.toMap(variable -> variable.group(1), variable -> variable.group(2)));
    }

    private static double contrast(Map<String, String> look, String one, String other) {
        double first = luminance(look.get(one));
        double second = luminance(look.get(other));
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(String hex) {
        String six = hex.length() == 4 ? hex.substring(1).replaceAll("(.)", "$1$1") : hex.substring(1);
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(six.substring(2 * i, 2 * i + 2), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
