package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.StrictJson;
import io.bloksec.keycloak.audit.record.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a personal part says, as far as it is checked.
 *
 * @param subject null where absent, as are user and device
 */
record Subject(
        String id,
        String type,
        long time,
        String subject,
        String user,
        String device,
        Map<String, String> details,
        List<Statement> statements,
        List<BadgeStatement> badgeStatements) {

    private static final int ID = 16;

    /** @throws IllegalArgumentException when it is not such an object, or a statement in it is not one */
    static Subject parse(byte[] content) {
        ObjectNode json = StrictJson.object(content);
        Bytes.parse(json.path("id").textValue(), ID);
        if (!json.path("time").isIntegralNumber()) {
            throw new IllegalArgumentException("a personal part without time");
        }
        JsonNode given = json.path("statements");
        if (!given.isMissingNode() && !given.isArray()) {
            throw new IllegalArgumentException("statements that are not an array");
        }
        List<Statement> statements = new ArrayList<>(given.size());
        List<BadgeStatement> badgeStatements = new ArrayList<>();
        for (JsonNode each : given) {
            if (BadgeStatement.FORMAT.equals(each.path("format").textValue())) {
                badgeStatements.add(BadgeStatement.parse(each));
            } else {
                statements.add(Statement.parse(each));
            }
        }
        return new Subject(
                json.path("id").textValue(),
                json.path("type").asText(),
                json.path("time").longValue(),
                string(json, "subject"),
                string(json, "user"),
                string(json, "device"),
                details(json.path("details")),
                statements,
                badgeStatements);
    }

    private static Map<String, String> details(JsonNode json) {
        Map<String, String> details = new HashMap<>();
        json.properties()
                .forEach(each -> details.put(each.getKey(), each.getValue().asText()));
        return details;
    }

    /** What was signed, of either format. */
    List<String> statementTypes() {
        return Stream.concat(
                        statements.stream().map(Statement::type),
                        badgeStatements.stream().map(BadgeStatement::type))
                .toList();
    }

    private static String string(ObjectNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException("a personal part whose " + name + " is not a string");
        }
        return value.textValue();
    }
}
