package io.bloksec.keycloak.it.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Exists so that test classes never meet each other's data: each makes its own realm and removes it.
 *
 * <p>The realm answers over plain HTTP, records every event and keeps any attribute of its users.
 */
public final class TestRealm implements AutoCloseable {

    private static final Duration EVENT_LIMIT = Duration.ofSeconds(10);
    private static final int EVENTS_READ = 1000;

    private final KeycloakServer server;
    private final String name;

    private TestRealm(KeycloakServer server, String name) {
        this.server = server;
        this.name = name;
    }

    public static TestRealm create(String purpose) {
        return create(purpose, realm -> {});
    }

    /** With a chance to change the representation before the realm is made. */
    public static TestRealm create(String purpose, Consumer<ObjectNode> representation) {
        return create(KeycloakServer.running(), purpose, representation);
    }

    public static TestRealm create(KeycloakServer server, String purpose, Consumer<ObjectNode> representation) {
        String unique = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 20, 1 << 30), 36);
        TestRealm realm = new TestRealm(server, purpose + "-" + unique);
        ObjectNode json = Admin.JSON.createObjectNode();
        json.put("realm", realm.name).put("enabled", true).put("sslRequired", "none");
        json.put("eventsEnabled", true).put("adminEventsEnabled", true).put("adminEventsDetailsEnabled", true);
        json.set("enabledEventTypes", everyEventType(server.admin()));
        representation.accept(json);
        server.admin().post("realms", json);
        realm.keepUnmanagedAttributes();
        return realm;
    }

    public String name() {
        return name;
    }

    /** For example {@code http://localhost:1234/realms/name}. */
    public URI url() {
        return server.realmUrl(name);
    }

    /** The address of a path below the realm, query included. */
    public URI url(String path) {
        return URI.create(url() + "/" + path);
    }

    public Admin admin() {
        return server.admin();
    }

    /** The administration path below this realm; {@code path("")} is the realm itself. */
    public String path(String path) {
        return path.isEmpty() ? "realms/" + name : "realms/" + name + "/" + path;
    }

    public ObjectNode representation() {
        return (ObjectNode) admin().get(path(""));
    }

    public void update(Consumer<ObjectNode> change) {
        ObjectNode json = representation();
        change.accept(json);
        admin().put(path(""), json);
    }

    /** Takes a tree or a map; returns the internal id. */
    public String createClient(Object representation) {
        return admin().create(path("clients"), representation);
    }

    public ObjectNode client(String clientId) {
        JsonNode found = admin().get(path("clients?clientId=" + encode(clientId)));
        if (found.size() != 1) {
            throw new IllegalStateException("Realm " + name + " has " + found.size() + " clients " + clientId);
        }
        return (ObjectNode) found.get(0);
    }

    public void updateClient(String clientId, Consumer<ObjectNode> change) {
        ObjectNode json = client(clientId);
        String id = json.get("id").asText();
        change.accept(json);
        admin().put(path("clients/" + id), json);
    }

    /** Returns the user's id. */
    public String createUser(UserSpec user) {
        return admin().create(path("users"), user.representation());
    }

    public ObjectNode user(String id) {
        return (ObjectNode) admin().get(path("users/" + id));
    }

    public void updateUser(String id, Consumer<ObjectNode> change) {
        ObjectNode json = user(id);
        change.accept(json);
        admin().put(path("users/" + id), json);
    }

    /** Newest first. */
    public List<Event> events() {
        JsonNode found = admin().get(path("events?max=" + EVENTS_READ));
        return StreamSupport.stream(found.spliterator(), false).map(Event::of).toList();
    }

    /** The newest event that fits, as soon as there is one; when there is none, the failure shows those there are. */
    public Event awaitEvent(Predicate<Event> fits) {
        try {
            return Poll.value(
                    "an event",
                    EVENT_LIMIT,
                    () -> events().stream().filter(fits).findFirst());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; recorded are " + events(), e);
        }
    }

    public void clearEvents() {
        admin().delete(path("events"));
    }

    @Override
    public void close() {
        admin().delete(path(""));
    }

    @Override
    public String toString() {
        return name;
    }

    private void keepUnmanagedAttributes() {
        ObjectNode profile = (ObjectNode) admin().get(path("users/profile"));
        profile.put("unmanagedAttributePolicy", "ENABLED");
        admin().put(path("users/profile"), profile);
    }

    private static ArrayNode everyEventType(Admin admin) {
        ArrayNode types = (ArrayNode) admin.get("serverinfo").at("/enums/eventType");
        if (types.isEmpty()) {
            throw new IllegalStateException("The server names no event types");
        }
        return types;
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Keycloak's id of somebody who is there. */
    public String userId(String username) {
        return admin().get(path("users?exact=true&username=" + username))
                .get(0)
                .get("id")
                .asText();
    }
}
