package io.bloksec.keycloak.blokkey.push;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a push carries: the reference of a request and nothing else, no name, no application, no number
 * ({@code docs/blokkey-protocol.md}, section Push).
 *
 * @param request id of the request, 22 characters of base64url
 * @param ttlSeconds the request's remaining life, for which a push service may keep the push; 1 to 86400
 * @param topic 1 to 32 characters of base64url (RFC 8030 section 5.4); of the pushes of one topic that a device has not yet
 *     fetched, it gets the last. The push service reads it, so it names nobody
 */
public record PushMessage(String request, int ttlSeconds, String topic) {

    /** For all pushes to a device: each says "ask what waits", so the last one says it all. */
    public static final String ONE_TOPIC = "blokkey";

    private static final int DAY = 86_400;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    /** @throws IllegalArgumentException outside the limits above */
    public PushMessage {
        if (request == null || !ID.matcher(request).matches()) {
            throw new IllegalArgumentException("not the id of a request");
        }
        if (ttlSeconds < 1 || ttlSeconds > DAY) {
            throw new IllegalArgumentException("a push lives between a second and a day");
        }
        if (topic == null || !TOPIC.matcher(topic).matches()) {
            throw new IllegalArgumentException("not a topic (RFC 8030 section 5.4)");
        }
    }

    /** A message under {@link #ONE_TOPIC}. */
    public static PushMessage of(String request, int ttlSeconds) {
        return new PushMessage(request, ttlSeconds, ONE_TOPIC);
    }

    /** The bytes to deliver, UTF-8: <code>{"v":1,"r":"&lt;request&gt;"}</code>. Always of one length, so that it needs no padding. */
    public byte[] payload() {
        return ("{\"v\":1,\"r\":\"" + request + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** The same push with this much life left. */
    PushMessage with(int seconds) {
        return new PushMessage(request, seconds, topic);
    }
}
