package io.bloksec.keycloak.it.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.KeycloakCopy;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Ports;
import io.bloksec.keycloak.it.house.Postgres;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.keycloak.it.wsfed.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The lines of `docker/` do what they should, as far as that shows without a Docker engine: the Dockerfile's build lines
 * and compose's start line, environment, realm file and health check, run against the unpacked server and a real
 * PostgreSQL. What stands in for the engine is the paths and the network, see {@link #inTheNetwork}.
 */
class DockerLinesIT {

    private static final String IMAGE_HOME = "/opt/keycloak";
    private static final String REALM = "microsoft-365";
    private static final String CLIENT = "urn:federation:MicrosoftOnline";
    private static final String ANA = "ana@corp.example";
    private static final String PASSWORD = "a password of some length";
    private static final String IMMUTABLE_ID = "q83vASNFZ4mrze8BI0VniQ==";

    private static final Dockerfile DOCKERFILE = Dockerfile.read();
    private static final Compose COMPOSE = Compose.read();

    private static final Ports PORTS = Ports.free();

    /** What a user would have filled in. The address is one that the test can reach. */
    private static final Map<String, String> DOT_ENV = Map.of(
            "KEYCLOAK_HOSTNAME", PORTS.url().toString(),
            "KEYCLOAK_ADMIN_USERNAME", "first-admin",
            "KEYCLOAK_ADMIN_PASSWORD", "first-admin's password",
            "POSTGRES_PASSWORD", "pa'ss \"word\"");

    private static Postgres postgres;
    private static KeycloakCopy image;
    private static KeycloakServer keycloak;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void buildAndStart() throws Exception {
        postgres = Postgres.start();
        Map<String, String> database = COMPOSE.environment("postgres", DOT_ENV);
        postgres.createDatabase(
                database.get("POSTGRES_DB"), database.get("POSTGRES_USER"), database.get("POSTGRES_PASSWORD"));
        image = KeycloakCopy.named("docker-keycloak");
        copyJars();
        for (String line : DOCKERFILE.first().runs()) {
            image.run(inTheHome(line), DOCKERFILE.first().environment());
        }
        mountRealm();
        keycloak = start();
        keycloak.admin()
                .post(
                        "realms/" + REALM + "/users",
                        Map.of(
                                "username",
                                ANA,
                                "email",
                                ANA,
                                "emailVerified",
                                true,
                                "firstName",
                                "Ana",
                                "lastName",
                                "Silva",
                                "enabled",
                                true,
                                "attributes",
                                Map.of("immutableId", List.of(IMMUTABLE_ID)),
                                "credentials",
                                List.of(Map.of("type", "password", "value", PASSWORD))));
    }

    @AfterAll
    static void stop() {
        if (keycloak != null) {
            keycloak.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void aPersonSignsInAndStillDoesAfterARestart() {
        assertSignsIn(new WebUser());
        String before = certificate(metadata());

        keycloak.close();
        keycloak = start();

        assertThat(certificate(metadata()))
                .as("the realm's key is in the database")
                .isEqualTo(before);
        assertSignsIn(browser);
    }

    @Test
    void theIssuerStaysWhateverARequestSaysOfItself() {
        String metadata = new WebUser()
                .header("X-Forwarded-Host", "attacker.example")
                .header("X-Forwarded-Proto", "https")
                .get(metadataAddress())
                .body();

        assertThat(metadata)
                .contains("entityID=\"" + keycloak.realmUrl(REALM) + "\"")
                .doesNotContain("attacker.example");
    }

    @Test
    void whoComesThroughTheProxyIsWhomTheEventsName() {
        Page login = browser.header("X-Forwarded-For", "10.1.2.3").get(signInAddress("state"));

        KeycloakLogin.signIn(login, ANA, "wrong");

        JsonNode events = keycloak.admin().get("realms/" + REALM + "/events?type=LOGIN_ERROR");
        assertThat(events.findValuesAsText("ipAddress")).contains("10.1.2.3");
    }

    @Test
    void nobodySignsInFromOutsideWithoutTls() {
        Page refused = browser.header("X-Forwarded-For", "203.0.113.7").get(signInAddress("state"));

        assertThat(refused.text()).contains("HTTPS required");
    }

    @Test
    void theLongestStateFitsIntoTheAddress() {
        String state = "estsrequest=rQQIARAA_/-+".repeat(683).substring(0, 16 * 1024);

        Page login = browser.get(signInAddress(state));

        assertThat(Answer.on(KeycloakLogin.signIn(login, ANA, PASSWORD), metadata())
                        .wctx())
                .isEqualTo(state);
    }

    @Test
    void theHealthCheckSeesAServerThatIsUpAndOneThatIsNot() throws Exception {
        Map<String, String> environment = inTheNetwork();
        assertThat(healthCheck(environment)).isZero();

        environment.put("KC_HTTP_MANAGEMENT_PORT", String.valueOf(Ports.free().management()));
        assertThat(healthCheck(environment)).isNotZero();
    }

    @Test
    void theFilesClientIsTheOneThatCreatingItWouldMake() {
        String other = "made-by-hand";
        keycloak.admin().post("realms", Map.of("realm", other, "enabled", true));
        keycloak.admin().post("realms/" + other + "/clients", Map.of("clientId", CLIENT, "protocol", "wsfed"));

        JsonNode imported = client(REALM);
        JsonNode made = client(other);

        assertThat(imported.get("name")).isEqualTo(made.get("name"));
        assertThat(imported.get("baseUrl")).isEqualTo(made.get("baseUrl"));
        assertThat(texts(imported.get("redirectUris"))).isEqualTo(texts(made.get("redirectUris")));
        assertThat(mappers(imported)).isEqualTo(mappers(made)).hasSize(3);
    }

    @Test
    void theRealmIsAsTheReadmeSays() {
        JsonNode realm = keycloak.admin().get("realms/" + REALM);
        assertThat(realm.get("bruteForceProtected").asBoolean()).isTrue();
        assertThat(realm.get("eventsEnabled").asBoolean()).isTrue();
        assertThat(realm.get("adminEventsEnabled").asBoolean()).isTrue();
        assertThat(realm.get("sslRequired").asText()).isEqualTo("external");
        assertThat(realm.get("registrationAllowed").asBoolean()).isFalse();
        assertThat(texts(realm.get("supportedLocales"))).containsExactly("de", "en", "es", "fr", "nl");

        JsonNode profile = keycloak.admin().get("realms/" + REALM + "/users/profile");
        assertThat(profile.path("unmanagedAttributePolicy").asText("off")).isEqualTo("off");
        assertThat(profile.get("attributes"))
                .filteredOn(attribute -> attribute.get("name").asText().equals("immutableId"))
                .singleElement()
                .satisfies(attribute ->
                        assertThat(texts(attribute.at("/permissions/edit"))).containsExactly("admin"));
    }

    private static void copyJars() throws IOException {
        try (Stream<Path> jars = Files.list(Settings.providers())) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.copy(jar, image.home().resolve("providers").resolve(jar.getFileName()));
            }
        }
    }

    /** The volume `./realm:/opt/keycloak/data/import:ro`. */
    private static void mountRealm() throws IOException {
        String[] volume = COMPOSE.list("keycloak", "volumes", DOT_ENV).get(0).split(":");
        Path from = Settings.project().resolve("docker").resolve(volume[0]);
        Path to = Files.createDirectories(Path.of(inTheHome(volume[1])));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static KeycloakServer start() {
        List<String> line = new ArrayList<>();
        DOCKERFILE.last().entrypoint().forEach(word -> line.add(inTheHome(word)));
        line.addAll(COMPOSE.list("keycloak", "command", DOT_ENV));
        return image.start(line, inTheNetwork(), PORTS);
    }

    /** Compose's environment, and what containers do not need to be told: here all ports are one machine's. */
    private static Map<String, String> inTheNetwork() {
        Map<String, String> environment = new LinkedHashMap<>(DOCKERFILE.last().environment());
        environment.putAll(COMPOSE.environment("keycloak", DOT_ENV));
        environment.put("KC_DB_URL_HOST", "127.0.0.1");
        environment.put("KC_DB_URL_PORT", String.valueOf(postgres.port()));
        environment.put("KC_HTTP_HOST", "127.0.0.1");
        environment.put("KC_HTTP_PORT", String.valueOf(PORTS.http()));
        environment.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("KC_HTTP_MANAGEMENT_PORT", String.valueOf(PORTS.management()));
        // The house asks for the server's health many times a second until it is up.
        environment.put("KC_LOG_LEVEL", "info,io.smallrye.health:error");
        return environment;
    }

    private static String inTheHome(String text) {
        return text.replace(IMAGE_HOME, image.home().toString());
    }

    private static int healthCheck(Map<String, String> environment) throws Exception {
        List<String> test = COMPOSE.list("keycloak", "healthcheck/test", DOT_ENV);
        assertThat(test.get(0)).as("a program, not a shell's line").isEqualTo("CMD");
        ProcessBuilder builder = new ProcessBuilder(test.subList(1, test.size()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The health check does not end");
        }
        return process.exitValue();
    }

    private static void assertSignsIn(WebUser person) {
        Page login = person.get(signInAddress("state"));

        Answer answer = Answer.on(KeycloakLogin.signIn(login, ANA, PASSWORD), metadata());

        assertThat(answer.action()).isEqualTo(URI.create("https://login.microsoftonline.com/login.srf"));
        assertThat(answer.subject()).isEqualTo(IMMUTABLE_ID);
        assertThat(answer.claims()).containsEntry("http://schemas.xmlsoap.org/claims/UPN", List.of(ANA));
        assertThat(answer.judgement().issuer()).isEqualTo(DOT_ENV.get("KEYCLOAK_HOSTNAME") + "/realms/" + REALM);
    }

    private static URI signInAddress(String wctx) {
        return URI.create(keycloak.realmUrl(REALM) + "/protocol/wsfed?wa=wsignin1.0&wtrealm=" + CLIENT + "&wctx="
                + URLEncoder.encode(wctx, StandardCharsets.UTF_8));
    }

    private static URI metadataAddress() {
        return URI.create(
                keycloak.realmUrl(REALM) + "/protocol/wsfed/FederationMetadata/2007-06/FederationMetadata.xml");
    }

    private static String metadata() {
        return new WebUser().get(metadataAddress()).body();
    }

    private static String certificate(String metadata) {
        return metadata.replaceAll("(?s).*?<ds:X509Certificate>(.*?)</ds:X509Certificate>.*", "$1");
    }

    private static JsonNode client(String realm) {
        return keycloak.admin()
                .get("realms/" + realm + "/clients?clientId=" + CLIENT)
                .get(0);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** By name, as their order means nothing and their ids differ. */
    private static Map<String, JsonNode> mappers(JsonNode client) {
        Map<String, JsonNode> mappers = new LinkedHashMap<>();
        for (JsonNode mapper : client.get("protocolMappers")) {
            ObjectNode plain = new ObjectMapper().createObjectNode();
            plain.set("protocolMapper", mapper.get("protocolMapper"));
            plain.set("config", mapper.get("config"));
            mappers.put(mapper.get("name").asText(), plain);
        }
        return mappers;
    }
}
