package io.bloksec.keycloak.blokkey.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a device wants its pushes: a kind, which names the {@link PushSender} that understands the rest, and named values. As JSON
 * it is one flat object with the member {@code kind}, in the device API and in the database alike
 * ({@code docs/api/blokkey-device-api.yaml}, schema {@code PushAddress}).
 *
 * <p>Whoever has the values can push to the device, so {@link #toString()} shows the kind alone.
 *
 * @param kind 1 to 32 of {@code a-z}, {@code 0-9} and hyphen
 * @param values at most 8, named by 1 to 32 letters and digits, each 1 to 1024 characters without control characters
 */
public record PushAddress(String kind, Map<String, String> values) {

    /** A browser's push service (RFC 8030), values {@code endpoint}, {@code p256dh} and {@code auth}. */
    public static final String WEB_PUSH = "webpush";

    /** Firebase Cloud Messaging, one of the values {@code token} and {@code fid}. */
    public static final String FCM = "fcm";

    /** The person's own mailbox, no values. */
    public static final String MAIL = "mail";

    /** The server's log, no values; for development. */
    public static final String LOG = "log";

    /** Characters of the longest address as JSON. */
    public static final int MAX_LENGTH = 3000;

    private static final String KIND = "kind";
    private static final int MAX_VALUES = 8;
    private static final int MAX_VALUE_LENGTH = 1024;
    private static final Pattern KINDS = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final Pattern VALUES = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1," + MAX_VALUE_LENGTH + "}");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws IllegalArgumentException outside the limits above; the message never repeats a value */
    public PushAddress {
        if (kind == null || !KINDS.matcher(kind).matches()) {
            throw new IllegalArgumentException("not the kind of a push address");
        }
        if (values.size() > MAX_VALUES) {
            throw new IllegalArgumentException("a push address with too many values");
        }
        values.forEach((name, value) -> {
            if (!NAMES.matcher(name).matches() || name.equals(KIND)) {
                throw new IllegalArgumentException("a push address with a value that has no proper name");
            }
            if (value == null || !VALUES.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "a push address whose " + name + " is empty, too long or not printable");
            }
        });
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /**
     * @param endpoint the push resource
     * @param p256dh the browser's public key, uncompressed point of 65 bytes, base64url
     * @param auth the browser's secret, 16 bytes, base64url
     */
    public static PushAddress webPush(String endpoint, String p256dh, String auth) {
        return new PushAddress(WEB_PUSH, Map.of("endpoint", endpoint, "p256dh", p256dh, "auth", auth));
    }

    /** @param token registration token */
    public static PushAddress fcm(String token) {
        return new PushAddress(FCM, Map.of("token", token));
    }

    /** @param fid Firebase installation id */
    public static PushAddress fcmInstallation(String fid) {
        return new PushAddress(FCM, Map.of("fid", fid));
    }

    /** The mailbox of whose device it is. */
    public static PushAddress mail() {
        return new PushAddress(MAIL, Map.of());
    }

    /** An address that {@link LogPushSender} serves. */
    public static PushAddress log() {
        return new PushAddress(LOG, Map.of());
    }

    /**
     * @param json as {@link #toJson()} writes it, or as a device sends it
     * @throws IllegalArgumentException when it is longer than {@link #MAX_LENGTH}, not one flat object of strings, or outside the
     *     limits above
     */
    public static PushAddress parse(String json) {
        if (json == null || json.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a push address that is missing or too long");
        }
        try {
            return of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            // Without the cause: its message may quote the text.
            throw new IllegalArgumentException("a push address that is not JSON");
        }
    }

    /**
     * @param json a flat object of strings
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static PushAddress of(JsonNode json) {
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException("a push address that is not a JSON object");
        }
        Map<String, String> values = new TreeMap<>();
        json.properties().forEach(member -> {
            if (!member.getValue().isTextual()) {
                throw new IllegalArgumentException("a push address with a value that is not a string");
            }
            values.put(member.getKey(), member.getValue().textValue());
        });
        String kind = values.remove(KIND);
        PushAddress address = new PushAddress(kind, values);
        if (address.toJson().length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a push address that is too long");
        }
        return address;
    }

    /** One line, members in a fixed order: equal addresses give equal texts. */
    public String toJson() {
        ObjectNode json = JSON.createObjectNode().put(KIND, kind);
        values.forEach(json::put);
        return json.toString();
    }

    /**
     * @return the value of this name
     * @throws IllegalArgumentException when the address has none
     */
    public String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a push address of kind " + kind + " without " + name);
        }
        return value;
    }

    /** The kind alone. */
    @Override
    public String toString() {
        return "PushAddress[" + kind + "]";
    }
}
