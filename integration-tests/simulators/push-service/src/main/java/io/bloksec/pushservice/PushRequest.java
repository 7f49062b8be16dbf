package io.bloksec.pushservice;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one push and checks all of it (RFC 8030 section 5). */
final class PushRequest {

    private static final int MAX_BODY = 4096;
    private static final Set<String> URGENCIES = Set.of("very-low", "low", "normal", "high");

    private PushRequest() {}

    static Push read(HttpExchange exchange, URI origin, Map<String, Optional<Subscription>> subscriptions)
            throws IOException, RefusedPushException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (!exchange.getRequestMethod().equals("POST")) {
            throw new RefusedPushException(405, "not a POST");
        }
        Subscription to =
                subscription(subscriptions.get(exchange.getRequestURI().toString()));
        if (!origin.getRawAuthority().equals(one(exchange, "Host"))) {
            throw new RefusedPushException(421, "Host is not this service");
        }
        String authorization = one(exchange, "Authorization");
        Vapid.check(authorization, to.applicationServerKey(), origin.toString());
        int ttl = ttl(one(exchange, "TTL"));
        String urgency = Optional.ofNullable(one(exchange, "Urgency")).orElse("normal");
        if (!URGENCIES.contains(urgency)) {
            throw new RefusedPushException(400, "no such urgency");
        }
        String topic = one(exchange, "Topic");
        if (topic != null && !topic.matches("[A-Za-z0-9_-]{1,32}")) {
            throw new RefusedPushException(400, "not a topic");
        }
        if (!"aes128gcm".equals(one(exchange, "Content-Encoding"))) {
            throw new RefusedPushException(400, "Content-Encoding is not aes128gcm");
        }
        if (one(exchange, "Cookie") != null) {
            throw new RefusedPushException(400, "a sender that keeps cookies");
        }
        return new Push(to, to.browser().decrypt(body), ttl, topic, urgency, body.length, authorization);
    }

    private static Subscription subscription(Optional<Subscription> found) throws RefusedPushException {
        if (found == null) {
            throw new RefusedPushException(404, "no such subscription");
        }
        return found.orElseThrow(() -> new RefusedPushException(410, "unsubscribed"));
    }

    private static int ttl(String text) throws RefusedPushException {
        if (text == null || !text.matches("[0-9]{1,9}")) {
            throw new RefusedPushException(400, "TTL missing or not a number of seconds");
        }
        return Integer.parseInt(text);
    }

    private static String one(HttpExchange exchange, String header) throws RefusedPushException {
        List<String> values = exchange.getRequestHeaders().getOrDefault(header, List.of());
        if (values.size() > 1) {
            throw new RefusedPushException(400, header + " more than once");
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
