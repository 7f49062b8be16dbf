package io.bloksec.keycloak.blokkey.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bloksec.keycloak.blokkey.problem.Problem;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The published description and the code name the same routes and the same refusals. */
class DeviceApiTest {

    private static final java.nio.file.Path DOCS = java.nio.file.Path.of("../docs");

    private static final Map<Class<?>, String> RESOURCES = Map.of(
            BlokKeyResource.class, "",
            EnrolmentRoutes.class, "/enrol",
            RequestRoutes.class, "/requests",
            DeviceRoutes.class, "/device");

    /** Of the sign-in page's and the administrators' routes, which are not a phone's business. */
    private static final Set<Problem> OTHERS = EnumSet.of(
            Problem.PAGE_INVALID,
            Problem.NOT_FOUND,
            Problem.FORBIDDEN,
            Problem.NO_ADDRESS,
            Problem.ADDRESS_UNSAFE,
            Problem.ALREADY_PROTECTED,
            Problem.ENROLMENT_OFF,
            Problem.MAIL_OFF);

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsARoute() throws IOException {
        Set<String> described = new TreeSet<>();
        description()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(member -> {
                    if (!member.equals("parameters")) {
                        described.add(member.toUpperCase() + " " + path.getKey());
                    }
                }));

        Set<String> written = RESOURCES.entrySet().stream()
                .flatMap(entry -> routes(entry.getKey(), entry.getValue()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(written).containsExactlyElementsOf(described);
    }

    @Test
    void everyRefusalIsDescribed() throws IOException {
        Set<String> ours = EnumSet.complementOf(EnumSet.copyOf(OTHERS)).stream()
                .map(Problem::code)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = StreamSupport.stream(
                        description()
                                .at("/components/schemas/Problem/properties/code/enum")
                                .spliterator(),
                        false)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).containsExactlyElementsOf(ours);
    }

    /** Code and status, as the table of the protocol's text has them. */
    @Test
    void theProtocolsTableHasThemWithTheirStatus() throws IOException {
        String table = Files.readString(DOCS.resolve("blokkey-protocol.md"));
        for (Problem problem : EnumSet.complementOf(EnumSet.copyOf(OTHERS))) {
            String row = Arrays.stream(table.split("\n"))
                    .filter(line -> line.startsWith("|") && line.contains("`" + problem.code() + "`"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(problem.code() + " is not in the table"));
            assertThat(row).contains("| " + problem.status() + " |");
        }
        Set<String> codes = Pattern.compile("`([a-z-]+)`")
                .matcher(table.substring(table.indexOf("## Problems")).replaceAll("(?m)\\|[^|]*\\|$", "|"))
                .results()
                .map(MatchResult::group)
                .map(code -> code.replace("`", ""))
                .filter(code -> code.contains("-") || code.equals("malformed"))
                .collect(Collectors.toSet());
        assertThat(Arrays.stream(Problem.values()).map(Problem::code)).containsAll(codes);
    }

    private static Stream<String> routes(Class<?> resource, String base) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> verb(method).map(verb -> verb + " " + base + path(method)));
    }

    private static Stream<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value);
    }

    private static String path(Method method) {
        Path path = method.getAnnotation(Path.class);
        return path == null ? "" : "/" + path.value();
    }

    private static JsonNode description() throws IOException {
        return new YAMLMapper()
                .readTree(DOCS.resolve("api/blokkey-device-api.yaml").toFile());
    }
}
