package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exists because a member that another Keycloak does not have shows itself only when somebody comes by it, and because
 * every new dependency on Keycloak's internals should be somebody's decision.
 */
class KeycloakLinksIT {

    private static final Path LIST = Settings.project().resolve("docs/keycloak-api.md");

    private static ShippedClasses ours;
    private static List<Distribution> distributions;

    static List<Distribution> distributions() {
        return distributions;
    }

    @BeforeAll
    static void readJars() {
        ours = new ShippedClasses(
                ShippedJar.all().stream().map(ShippedJar::file).toList());
        distributions = Stream.of(Settings.keycloakHome(), Settings.earlierKeycloak())
                .map(Distribution::new)
                .toList();
    }

    @AfterAll
    static void closeJars() {
        distributions.forEach(Distribution::close);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("distributions")
    void hasAllThatOurJarsReferTo(Distribution keycloak) {
        assertThat(new KeycloakUses(ours, keycloak).breaches())
                .as("references that do not hold in %s", keycloak)
                .isEmpty();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("distributions")
    void usesAreTheListedOnes(Distribution keycloak) throws IOException {
        List<String> made = new KeycloakApi(new KeycloakUses(ours, keycloak).byJar(), keycloak::moduleOf).lines();
        Path file = Settings.target().resolve("keycloak-api").resolve(keycloak + ".md");
        Files.createDirectories(file.getParent());
        Files.write(file, made);
        List<String> listed = Files.exists(LIST) ? Files.readAllLines(LIST) : List.of();

        assertThat(made)
                .withFailMessage(() -> """
                        %s is not what the jars use in %s:
                        %s
                        If that is meant: cp %s %s""".formatted(LIST, keycloak, difference(listed, made), file, LIST))
                .isEqualTo(listed);
    }

    private static String difference(List<String> listed, List<String> made) {
        List<String> before = withJar(listed);
        List<String> after = withJar(made);
        Stream<String> gone =
                before.stream().filter(line -> !after.contains(line)).map(line -> "- " + line);
        Stream<String> come =
                after.stream().filter(line -> !before.contains(line)).map(line -> "+ " + line);
        return String.join("\n", Stream.concat(gone, come).toList());
    }

    /** One jar's line may stand with another jar too. */
    private static List<String> withJar(List<String> lines) {
        List<String> all = new ArrayList<>();
        String jar = "";
        for (String line : lines) {
            jar = line.startsWith("## ") ? line.substring("## ".length()) + " " : jar;
            all.add(jar + line);
        }
        return all;
    }
}
