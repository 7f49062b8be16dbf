package io.bloksec.keycloak.it.house;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exists so that a test asserts on what an independent relying party made of a token.
 *
 * <p>What the judge did not name is null; {@code json} is its whole answer.
 */
public record Judgement(
        String judge,
        boolean accepted,
        List<String> problems,
        String issuer,
        String audience,
        String subject,
        Map<String, List<String>> claims,
        JsonNode json) {

    static Judgement of(JsonNode json) {
        if (!json.path("accepted").isBoolean()) {
            throw new IllegalStateException("The judge does not say whether it accepts the token: " + json);
        }
        Map<String, List<String>> claims = new LinkedHashMap<>();
        json.path("claims").properties().forEach(claim -> claims.put(claim.getKey(), texts(claim.getValue())));
        return new Judgement(
                json.path("judge").asText(null),
                json.get("accepted").booleanValue(),
                texts(json.path("problems")),
                json.path("issuer").asText(null),
                json.path("audience").asText(null),
                json.path("subject").asText(null),
                claims,
                json);
    }

    /** One value or several, as the claim comes. */
    private static List<String> texts(JsonNode node) {
        if (!node.isArray()) {
            return node.isMissingNode() || node.isNull() ? List.of() : List.of(node.asText());
        }
        List<String> texts = new ArrayList<>();
        node.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
