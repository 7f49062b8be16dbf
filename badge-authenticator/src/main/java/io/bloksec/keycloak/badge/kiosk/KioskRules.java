package io.bloksec.keycloak.badge.kiosk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.network.IpNetworks;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What is said about a workstation; docs/kiosk.md has the table.
 *
 * @param name what people call it
 * @param site where it stands; may be empty
 * @param groups ids of the groups whose badges are good there; none: all
 * @param clients ids of the applications that badges open there; none: all
 * @param networks it must be in, CIDR; none: any
 * @param hours see {@link Hours}
 * @param zone of the hours
 * @param start what it opens after a sign-in; empty: the Microsoft 365 applications of the person's domain
 * @param idleMinutes after which a session that nobody uses ends, 1 to 480
 */
public record KioskRules(
        String name,
        String site,
        List<String> groups,
        List<String> clients,
        List<String> networks,
        String hours,
        String zone,
        String start,
        int idleMinutes) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 4000;
    private static final int LONGEST_NAME = 100;
    private static final Set<String> NAMES =
            Set.of("name", "site", "groups", "clients", "networks", "hours", "zone", "start", "idleMinutes");

    /** What a list of workstations says beside, and comes back from programs that change what they have read. */
    private static final Set<String> TOLD =
            Set.of("id", "state", "enabled", "created", "createdBy", "fingerprint", "paired", "lastSeen");

    /** Of a workstation of which nothing has been said. */
    public static final KioskRules NONE = new KioskRules("?", "", List.of(), List.of(), List.of(), "", "UTC", "", 10);

    /** @throws IllegalArgumentException saying what is wrong */
    public KioskRules {
        if (name.isBlank() || name.length() > LONGEST_NAME || site.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "A kiosk has a name, and name and site at most " + LONGEST_NAME + " letters");
        }
        groups = List.copyOf(groups);
        clients = List.copyOf(clients);
        networks = List.copyOf(networks);
        IpNetworks.of(networks);
        Hours.parse(hours);
        zone(zone);
        requireAddress(start);
        if (idleMinutes < 1 || idleMinutes > 480) {
            throw new IllegalArgumentException("idleMinutes is from 1 to 480");
        }
    }

    /**
     * Changed by what a body names. Anything in another form than the guide has it is refused: a restriction that cannot be read must not
     * be none.
     */
    public KioskRules with(JsonNode body) {
        requireKnown(body);
        KioskRules changed = new KioskRules(
                text(body, "name", name).strip(),
                text(body, "site", site).strip(),
                list(body, "groups", groups),
                list(body, "clients", clients),
                list(body, "networks", networks),
                text(body, "hours", hours),
                text(body, "zone", zone),
                text(body, "start", start),
                number(body, "idleMinutes", idleMinutes));
        if (changed.json().toString().length() > LONGEST) {
            throw new IllegalArgumentException("That is too much about one kiosk");
        }
        return changed;
    }

    static KioskRules parse(String json) {
        try {
            return NONE.with(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("site", site)
                .put("hours", hours)
                .put("zone", zone)
                .put("start", start)
                .put("idleMinutes", idleMinutes);
        put(json, "groups", groups);
        put(json, "clients", clients);
        put(json, "networks", networks);
        return json;
    }

    public long idleSeconds() {
        return 60L * idleMinutes;
    }

    /** @param address of the browser, as the server sees it */
    public boolean areIn(String address) {
        return networks.isEmpty() || IpNetworks.of(networks).contain(address);
    }

    public boolean areOpen(Instant now) {
        return Hours.parse(hours).contain(now, zone(zone));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("No such time zone: " + name, e);
        }
    }

    /** Anything else could run in our page's name. */
    private static void requireAddress(String address) {
        try {
            URI uri = new URI(address);
            if (address.isEmpty()
                    || ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // As below.
        }
        throw new IllegalArgumentException("start is an address with https, or empty");
    }

    private static void requireKnown(JsonNode body) {
        if (body == null || !body.isObject()) {
            throw new IllegalArgumentException("What is said about a kiosk is an object");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name) && !TOLD.contains(name)) {
                throw new IllegalArgumentException("Nothing about a kiosk is called " + name);
            }
        });
    }

    private static String text(JsonNode body, String name, String otherwise) {
        return body.has(name) ? text(body.get(name), name) : otherwise;
    }

    private static String text(JsonNode value, String name) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " is text");
        }
        return value.textValue();
    }

    private static int number(JsonNode body, String name, int otherwise) {
        if (body.has(name) && !body.get(name).isInt()) {
            throw new IllegalArgumentException(name + " is a number");
        }
        return body.path(name).asInt(otherwise);
    }

    private static List<String> list(JsonNode body, String name, List<String> otherwise) {
        if (!body.has(name)) {
            return otherwise;
        }
        if (!body.get(name).isArray()) {
            throw new IllegalArgumentException(name + " is a list");
        }
        return StreamSupport.stream(body.get(name).spliterator(), false)
                .map(each -> text(each, "Each of " + name))
                .toList();
    }

    private static void put(ObjectNode json, String name, List<String> values) {
        ArrayNode array = json.putArray(name);
        new ArrayList<>(values).forEach(array::add);
    }
}
