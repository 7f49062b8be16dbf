package io.bloksec.keycloak.it.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files of `docker/` must agree on among themselves and with the build, and that none of them holds a secret. */
class DockerFilesTest {

    private static final Pattern SECRET = Pattern.compile("PASSWORD|SECRET|TOKEN|KEY(?!CLOAK)|CREDENTIAL");

    private final Dockerfile dockerfile = Dockerfile.read();
    private final Compose compose = Compose.read();
    private final Map<String, String> example = EnvExample.read();

    @Test
    void bothStagesAreTheServerThatTheTestsRunAgainst() throws Exception {
        MatchResult version = Pattern.compile("<keycloak.version>(.+)</keycloak.version>")
                .matcher(Files.readString(Settings.project().resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow();

        assertThat(dockerfile.stages())
                .hasSize(2)
                .allSatisfy(
                        stage -> assertThat(stage.image()).isEqualTo("quay.io/keycloak/keycloak:" + version.group(1)));
        assertThat(compose.service("keycloak").at("/image").asText()).endsWith(":" + version.group(1));
    }

    @Test
    void theJarsComeFromWhereTheBuildLeavesThem() {
        assertThat(dockerfile.first().copies())
                .singleElement()
                .satisfies(copy ->
                        assertThat(copy).endsWith(" distribution/target/providers/*.jar /opt/keycloak/providers/"));
        assertThat(dockerfile.last().copies()).singleElement().isEqualTo("--from=build /opt/keycloak/ /opt/keycloak/");
        assertThat(compose.service("keycloak").at("/build/context").asText()).isEqualTo("..");
        assertThat(compose.service("keycloak").at("/build/dockerfile").asText()).isEqualTo("docker/Dockerfile");
    }

    @Test
    void theImageStartsAsComposeStartsItButForTheRealm() {
        List<String> start = new ArrayList<>(dockerfile.last().command());
        start.add("--import-realm");

        assertThat(compose.list("keycloak", "command", Map.of())).isEqualTo(start);
    }

    @Test
    void noSecretStandsInAFile() throws Exception {
        for (String service : compose.services()) {
            compose.service(service).get("environment").properties().forEach(entry -> {
                if (SECRET.matcher(entry.getKey()).find()) {
                    assertThat(entry.getValue().asText())
                            .as(service + " " + entry.getKey())
                            .matches("\\$\\{[A-Z_]+:\\?[^}]+}");
                }
            });
        }
        example.forEach((name, value) -> {
            if (SECRET.matcher(name).find()) {
                assertThat(value).as(name).isEmpty();
            }
        });
        assertThat(dockerfile.stages())
                .allSatisfy(stage -> assertThat(stage.environment().keySet())
                        .noneMatch(name -> SECRET.matcher(name).find()));
        assertThat(realm().findValues("users")).isEmpty();
        assertThat(realm().findValues("credentials")).isEmpty();
        assertThat(realm().findValues("secret")).isEmpty();
        assertThat(realm().findValues("privateKey")).isEmpty();
    }

    @Test
    void whatComposeAsksForIsWhatTheExampleOffers() {
        assertThat(compose.variables()).containsExactlyInAnyOrderElementsOf(example.keySet());
    }

    @Test
    void withoutAValueNothingStarts() {
        assertThatThrownBy(() -> compose.environment("keycloak", example)).hasMessageContaining("docker/.env");
        assertThatThrownBy(() -> compose.environment("postgres", example)).hasMessageContaining("docker/.env");
        for (String missing : compose.variables()) {
            Map<String, String> values = new HashMap<>();
            compose.variables().forEach(name -> values.put(name, "x"));
            values.remove(missing);
            assertThatThrownBy(() -> {
                        compose.environment("keycloak", values);
                        compose.environment("postgres", values);
                    })
                    .hasMessageStartingWith(missing + ": ");
        }
    }

    @Test
    void keycloakLooksForTheDatabaseThatPostgresqlMakes() {
        JsonNode keycloak = compose.service("keycloak").get("environment");
        JsonNode postgres = compose.service("postgres").get("environment");

        assertThat(compose.services()).contains(keycloak.get("KC_DB_URL_HOST").asText());
        assertThat(keycloak.get("KC_DB_URL_DATABASE")).isEqualTo(postgres.get("POSTGRES_DB"));
        assertThat(keycloak.get("KC_DB_USERNAME")).isEqualTo(postgres.get("POSTGRES_USER"));
        assertThat(keycloak.get("KC_DB_PASSWORD")).isEqualTo(postgres.get("POSTGRES_PASSWORD"));
    }

    @Test
    void thePortsAreTheSameEverywhere() throws Exception {
        String nginx = Files.readString(docker("nginx.conf"));
        List<String> servers = Pattern.compile("server (127\\.0\\.0\\.1:\\d+);")
                .matcher(nginx)
                .results()
                .map(found -> found.group(1))
                .toList();
        String health = String.join(" ", compose.list("keycloak", "healthcheck/test", Map.of()));

        assertThat(dockerfile.last().ports()).containsExactly(8080, 9000);
        assertThat(compose.list("keycloak", "ports", Map.of()))
                .as("to this machine alone, and never the management port")
                .containsExactly("127.0.0.1:8080:8080");
        assertThat(servers).containsExactly("127.0.0.1:8080");
        assertThat(health).contains(":-9000}");
    }

    @Test
    void theProxyLogsNoQueryString() throws Exception {
        String nginx = Files.readString(docker("nginx.conf"));
        List<String> settings = nginx.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(settings)
                .filteredOn(line -> line.startsWith("log_format") || line.startsWith("'"))
                .isNotEmpty()
                .noneMatch(
                        line -> Pattern.compile("\\$(request\\b(?!_)|request_uri|args|query_string|http_referer|arg_)")
                                .matcher(line)
                                .find());
        assertThat(settings)
                .filteredOn(line -> line.startsWith("access_log"))
                .allMatch(line -> line.endsWith(" no_query;") || line.equals("access_log off;"));
    }

    @Test
    void whatIsPutIntoTheImageIsOnlyTheJars() throws Exception {
        assertThat(Files.readAllLines(docker("Dockerfile.dockerignore")))
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactly("*", "!distribution/target/providers/*.jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN true",
                "FROM keycloak",
                "FROM a:1\nRUN one \\\n && two",
                "FROM a:1\nENV A=1 B=2",
                "FROM a:1\nENV A=\"1\"",
                "FROM a:1\nRUN true\nENV A=1",
                "FROM a:1\nRUN [\"true\"]",
                "FROM a:1\nRUN --mount=type=secret,id=x true",
                "FROM a:1\nCMD start --optimized",
                "FROM a:1\nUSER root",
                "FROM a:1\nARG X"
            })
    void aLineThatTheTestWouldPassOverIsRefused(String text) {
        assertThatThrownBy(() -> Dockerfile.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${A}", "$A", "${A:-b}", "${A?b}", "a$"})
    void aVariableThatMayBeMissingIsRefused(String text) {
        assertThatThrownBy(() -> Compose.filledIn(text, Map.of("A", "x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void variablesAreFilledInAsComposeDoes() {
        assertThat(Compose.filledIn("${A:?why} $${B} $$1", Map.of("A", "x$1"))).isEqualTo("x$1 ${B} $1");
    }

    private static JsonNode realm() throws IOException {
        return new ObjectMapper().readTree(docker("realm/microsoft-365.json").toFile());
    }

    private static Path docker(String file) {
        return Settings.project().resolve("docker").resolve(file);
    }
}
