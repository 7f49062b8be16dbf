package io.bloksec.fcm;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a message may look like: the resource {@code projects.messages} of FCM's HTTP v1 API, and of Apple's payload what a message of
 * push type {@code alert} needs. Whatever is not listed here is refused, as the service does with names that it does not know.
 */
final class MessageRules {

    private static final int MOST_DATA = 4096;
    private static final Pattern DURATION = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?s");
    private static final int MOST_SECONDS = 4 * 7 * 24 * 60 * 60;
    private static final Set<String> PRIORITIES = Set.of("NORMAL", "HIGH", "normal", "high");
    private static final Set<String> PUSH_TYPES = Set.of(
            "alert",
            "background",
            "location",
            "voip",
            "complication",
            "fileprovider",
            "mdm",
            "liveactivity",
            "pushtotalk");
    private static final List<String> TARGETS = List.of("token", "fid", "topic", "condition");

    private MessageRules() {}

    /** @return the member that names the target */
    static String check(JsonNode root) throws FcmRefusal {
        members(root, "", Map.of("message", Type.OBJECT, "validate_only", Type.BOOLEAN));
        JsonNode message = root.path("message");
        if (!message.isObject()) {
            throw FcmRefusal.invalid("The message is not set.", "message");
        }
        members(
                message,
                "message",
                Map.of(
                        "data", Type.TEXTS,
                        "android", Type.OBJECT,
                        "apns", Type.OBJECT,
                        "token", Type.TEXT,
                        "fid", Type.TEXT,
                        "topic", Type.TEXT,
                        "condition", Type.TEXT));
        List<String> targets = TARGETS.stream().filter(message::has).toList();
        if (targets.size() != 1) {
            throw FcmRefusal.invalid("Exactly one of token, fid, topic or condition is required.", "message");
        }
        data(message.path("data"));
        if (message.has("android")) {
            android(message.get("android"));
        }
        if (message.has("apns")) {
            apns(message.get("apns"));
        }
        return targets.get(0);
    }

    private static void data(JsonNode data) throws FcmRefusal {
        int length = 0;
        for (Map.Entry<String, JsonNode> each : data.properties()) {
            String name = each.getKey();
            if (name.equals("from") || name.equals("message_type") || name.matches("(google|gcm)\\..*|notification")) {
                throw FcmRefusal.invalid("Invalid data payload key: " + name, "message.data");
            }
            length += bytes(name) + bytes(each.getValue().asText());
        }
        if (length > MOST_DATA) {
            throw FcmRefusal.invalid("Android message is too big", "message");
        }
    }

    private static void android(JsonNode android) throws FcmRefusal {
        members(
                android,
                "message.android",
                Map.of(
                        "collapse_key", Type.TEXT,
                        "priority", Type.TEXT,
                        "ttl", Type.TEXT,
                        "data", Type.TEXTS,
                        "direct_boot_ok", Type.BOOLEAN));
        if (android.has("priority")
                && !PRIORITIES.contains(android.get("priority").asText())) {
            throw FcmRefusal.invalid("Invalid value at 'message.android.priority'", "message.android.priority");
        }
        String ttl = android.path("ttl").asText("0s");
        if (!DURATION.matcher(ttl).matches() || Double.parseDouble(ttl.substring(0, ttl.length() - 1)) > MOST_SECONDS) {
            throw FcmRefusal.invalid("Invalid value at 'message.android.ttl' (Duration)", "message.android.ttl");
        }
    }

    private static void apns(JsonNode apns) throws FcmRefusal {
        members(apns, "message.apns", Map.of("headers", Type.TEXTS, "payload", Type.OBJECT));
        JsonNode headers = apns.path("headers");
        for (Map.Entry<String, JsonNode> each : headers.properties()) {
            String value = each.getValue().asText();
            boolean right = switch (each.getKey()) {
                case "apns-priority" -> Set.of("1", "5", "10").contains(value);
                case "apns-push-type" -> PUSH_TYPES.contains(value);
                case "apns-expiration" -> value.matches("[0-9]{1,12}");
                case "apns-collapse-id" -> bytes(value) <= 64 && !value.isEmpty();
                default -> false;
            };
            if (!right) {
                throw FcmRefusal.invalid("Invalid APNs header: " + each.getKey(), "message.apns.headers");
            }
        }
        JsonNode aps = apns.path("payload").path("aps");
        members(
                aps,
                "message.apns.payload.aps",
                Map.of("alert", Type.OBJECT, "mutable-content", Type.NUMBER, "content-available", Type.NUMBER));
        if ("alert".equals(headers.path("apns-push-type").asText("alert")) && !aps.has("alert")) {
            throw FcmRefusal.invalid("A push of type alert without an alert", "message.apns.payload.aps");
        }
        members(
                aps.path("alert"),
                "message.apns.payload.aps.alert",
                Map.of("title-loc-key", Type.TEXT, "loc-key", Type.TEXT, "title", Type.TEXT, "body", Type.TEXT));
    }

    private static void members(JsonNode object, String path, Map<String, Type> known) throws FcmRefusal {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            Type type = known.get(each.getKey());
            String field = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
            if (type == null) {
                throw FcmRefusal.invalid(
                        "Invalid JSON payload received. Unknown name \"" + each.getKey() + "\" at '" + path
                                + "': Cannot find field.",
                        path);
            }
            if (!type.fits(each.getValue())) {
                throw FcmRefusal.invalid("Invalid value at '" + field + "'", field);
            }
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private enum Type {
        TEXT,
        BOOLEAN,
        NUMBER,
        OBJECT,
        TEXTS;

        boolean fits(JsonNode value) {
            return switch (this) {
                case TEXT -> value.isTextual();
                case BOOLEAN -> value.isBoolean();
                case NUMBER -> value.isIntegralNumber();
                case OBJECT -> value.isObject();
                case TEXTS ->
                    value.isObject()
                            && value.properties().stream()
                                    .allMatch(each -> each.getValue().isTextual());
            };
        }
    }
}
