package io.bloksec.keycloak.it.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bloksec.keycloak.it.house.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Exists so that a test reads {@code docker/compose.yaml} the way compose does, variables filled in.
 *
 * <p>Of compose's ways to name a variable only the one is understood that refuses to start without a value.
 */
final class Compose {

    private static final Pattern DOLLAR = Pattern.compile("\\$\\$|\\$\\{([A-Z_]+):\\?([^}]+)}|\\$");

    private final JsonNode root;

    private Compose(JsonNode root) {
        this.root = root;
    }

    static Compose read() {
        Path file = Settings.project().resolve("docker/compose.yaml");
        try {
            return new Compose(new YAMLMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it stands there. */
    JsonNode service(String name) {
        JsonNode service = root.at("/services/" + name);
        if (service.isMissingNode()) {
            throw new IllegalArgumentException("No service " + name);
        }
        return service;
    }

    Set<String> services() {
        Set<String> names = new TreeSet<>();
        root.get("services").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What a service's process gets, with the values of {@code .env}. */
    Map<String, String> environment(String service, Map<String, String> values) {
        Map<String, String> environment = new LinkedHashMap<>();
        service(service)
                .get("environment")
                .properties()
                .forEach(entry -> environment.put(
                        entry.getKey(), filledIn(entry.getValue().asText(), values)));
        return environment;
    }

    /** A list below a service, for example {@code command} or {@code healthcheck/test}. */
    List<String> list(String service, String path, Map<String, String> values) {
        return StreamSupport.stream(service(service).at("/" + path).spliterator(), false)
                .map(item -> filledIn(item.asText(), values))
                .toList();
    }

    /** The variables that it takes from {@code .env}. */
    Set<String> variables() {
        Set<String> names = new TreeSet<>();
        collect(root, names);
        return names;
    }

    static String filledIn(String text, Map<String, String> values) {
        return DOLLAR.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, values)));
    }

    private static String value(MatchResult found, Map<String, String> values) {
        if (found.group().equals("$$")) {
            return "$";
        }
        if (found.group(1) == null) {
            throw new IllegalArgumentException("A variable that may be missing, or a lone dollar sign");
        }
        String value = values.get(found.group(1));
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(found.group(1) + ": " + found.group(2));
        }
        return value;
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (node.isTextual()) {
            DOLLAR.matcher(node.asText())
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> name != null)
                    .forEach(names::add);
        }
        node.forEach(child -> collect(child, names));
    }
}
