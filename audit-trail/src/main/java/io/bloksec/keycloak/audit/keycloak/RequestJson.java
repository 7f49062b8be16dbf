package io.bloksec.keycloak.audit.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.store.RecordEntity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A record as administrators see it. */
final class RequestJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Map<String, Optional<String>> names = new HashMap<>();

    RequestJson(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    ObjectNode of(RecordEntity row) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", row.id)
                // Of what was erased only the minute is left.
                .put("time", row.time == null ? row.minute : row.time)
                .put("status", row.outcome);
        if (row.number != null) {
            json.put("number", row.number);
        }
        put(json, "method", row.method);
        put(json, "grade", row.grade);
        put(json, "user", row.userId);
        if (row.userId != null) {
            names.computeIfAbsent(row.userId, this::name).ifPresent(name -> json.put("userName", name));
        }
        put(json, "client", row.client);
        put(json, "address", row.address);
        put(json, "place", row.place);
        put(json, "device", row.deviceId);
        if (row.erased) {
            json.put("erased", true);
        }
        return json;
    }

    ObjectNode detail(RecordEntity row) {
        ObjectNode json = of(row).put("type", row.type).put("hash", row.hash == null ? "" : row.hash);
        put(json, "correlation", row.correlation);
        JsonNode personal = personal(row);
        ArrayNode timeline = json.putArray("timeline");
        Map<Long, String> times = new TreeMap<>();
        personal.path("times")
                .fields()
                .forEachRemaining(each -> times.put(each.getValue().asLong(), each.getKey()));
        times.forEach((time, what) -> timeline.addObject().put("what", what).put("time", time));
        JsonNode details = personal.path("details");
        json.set("details", details.isObject() ? details : JsonNodeFactory.instance.objectNode());
        JsonNode statements = personal.path("statements");
        json.set("statements", statements.isArray() ? statements : JsonNodeFactory.instance.arrayNode());
        return json;
    }

    /** Places begin with the country (ISO 3166-1 alpha-2), where it is known. */
    static Map<String, Long> countries(Map<String, Long> places) {
        Map<String, Long> countries = new TreeMap<>();
        places.forEach((place, count) -> {
            if (place.matches("[A-Z]{2}(\\W.*)?")) {
                countries.merge(place.substring(0, 2), count, Long::sum);
            }
        });
        return countries;
    }

    private Optional<String> name(String userId) {
        return Optional.ofNullable(session.users().getUserById(realm, userId)).map(UserModel::getUsername);
    }

    private static JsonNode personal(RecordEntity row) {
        try {
            return row.personal == null ? MissingNode.getInstance() : JSON.readTree(row.personal);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The record " + row.id + " cannot be read", e);
        }
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
