package io.bloksec.keycloak.it.house;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Exists so that a test reads what Keycloak recorded; {@code error}, {@code clientId} and {@code userId} may be null.
 */
public record Event(
        Instant time, String type, String clientId, String userId, String error, Map<String, String> details) {

    static Event of(JsonNode json) {
        Map<String, String> details = new TreeMap<>();
        json.path("details")
                .properties()
                .forEach(d -> details.put(d.getKey(), d.getValue().asText()));
        return new Event(
                Instant.ofEpochMilli(json.path("time").asLong()),
                json.path("type").asText(),
                json.path("clientId").asText(null),
                json.path("userId").asText(null),
                json.path("error").asText(null),
                Map.copyOf(details));
    }

    public String detail(String name) {
        return details.get(name);
    }
}
