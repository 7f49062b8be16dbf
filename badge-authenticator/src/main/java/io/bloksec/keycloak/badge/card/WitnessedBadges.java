package io.bloksec.keycloak.badge.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What an export of the audit trail (docs/audit-trail-format.md, "Export") says has become of each badge. Somebody outside kept it, so
 * it remembers what a restored database forgot. Its signatures are the verifier's business, before it comes here.
 */
public final class WitnessedBadges {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_LINE = 1 << 20;

    private final Map<String, Witnessed> badges = new HashMap<>();

    private WitnessedBadges() {}

    /**
     * The last that was heard of a badge.
     *
     * @param userKey A, or null while no PIN is chosen
     * @param epoch of that key; 0 when it is not known
     * @param time of the record, seconds since 1970
     */
    record Witnessed(State state, byte[] userKey, int epoch, long time) {}

    /** @throws IllegalArgumentException when it is not an export of this realm */
    public static WitnessedBadges read(BufferedReader export, String realmId) throws IOException {
        WitnessedBadges witnessed = new WitnessedBadges();
        String first = export.readLine();
        if (first == null
                || !realmId.equals(json(first).path("export").path("realm").textValue())) {
            throw new IllegalArgumentException("This is not an export of this realm's audit trail.");
        }
        boolean ended = false;
        for (String line = export.readLine(); line != null; line = export.readLine()) {
            if (line.length() > LONGEST_LINE) {
                throw new IllegalArgumentException("A line of the export is too long.");
            }
            JsonNode json = json(line);
            ended = json.has("end");
            JsonNode record = json.has("record") ? json.path("record") : json.path("unlinked");
            String content = record.path("personal").path("content").textValue();
            if (content != null) {
                witnessed.take(json(
                        new String(Base64.getUrlDecoder().decode(content), java.nio.charset.StandardCharsets.UTF_8)));
            }
        }
        if (!ended) {
            throw new IllegalArgumentException("The export has no end: it is cut off.");
        }
        return witnessed;
    }

    void forEach(BiConsumer<String, Witnessed> each) {
        badges.forEach(each);
    }

    public int size() {
        return badges.size();
    }

    private void take(JsonNode record) {
        String badge = record.path("subject").textValue();
        long time = record.path("time").asLong() / 1000;
        if (badge == null) {
            return;
        }
        switch (record.path("type").asText()) {
            case "blokbadge.issued" -> badges.put(badge, new Witnessed(State.ISSUED, null, 0, time));
            case "blokbadge.bound" -> bound(badge, record, 3, 4, time);
            case "blokbadge.rekeyed" -> bound(badge, record, 4, 5, time);
            case "blokbadge.renewed" -> bound(badge, record, 6, 7, time);
            case "blokbadge.changed" -> changed(badge, record, time);
            default -> {
                // A sign-in, or something else: it changes nothing.
            }
        }
    }

    private void bound(String badge, JsonNode record, int key, int epoch, long time) {
        JsonNode extra = record.path("statements").path(0).path("extra");
        badges.put(
                badge,
                new Witnessed(
                        State.ACTIVE,
                        Base64.getUrlDecoder().decode(extra.path(key).asText()),
                        extra.path(epoch).asInt(),
                        time));
    }

    private void changed(String badge, JsonNode record, long time) {
        State to = State.valueOf(record.path("details").path("to").asText());
        Witnessed before = badges.get(badge);
        boolean forgets = before == null || to == State.RESET_PENDING;
        badges.put(badge, new Witnessed(to, forgets ? null : before.userKey(), forgets ? 0 : before.epoch(), time));
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A line of the export cannot be read.");
        }
    }
}
