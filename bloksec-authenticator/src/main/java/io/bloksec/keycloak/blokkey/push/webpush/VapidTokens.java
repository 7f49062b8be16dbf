package io.bloksec.keycloak.blokkey.push.webpush;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What we show to push services (RFC 8292): signed for each service once in hours, not for each push. */
final class VapidTokens {

    /** Half of the most that RFC 8292 section 2 allows. */
    private static final Duration LIFE = Duration.ofHours(12);

    /** A token never goes out with less left, so that a push service's clock may be wrong. */
    private static final Duration SPARE = Duration.ofHours(1);

    private static final int MOST = 1000;
    private static final String HEADER = part("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");

    private final ConcurrentMap<Subject, Token> tokens = new ConcurrentHashMap<>();
    private final InstantSource clock;

    VapidTokens(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param origin of the push resource, as RFC 6454 section 6.2 writes it
     * @param contact {@code mailto:} or {@code https:} address of whoever runs this server
     * @return the value of the header {@code Authorization}
     */
    String authorization(VapidKeys keys, String origin, String contact) {
        if (tokens.size() >= MOST) {
            tokens.clear();
        }
        long now = clock.instant().getEpochSecond();
        return tokens.compute(
                        new Subject(keys.publicText(), origin, contact),
                        (subject, token) -> token != null && token.expires - SPARE.toSeconds() > now
                                ? token
                                : sign(keys, subject, now + LIFE.toSeconds()))
                .authorization;
    }

    private static Token sign(VapidKeys keys, Subject subject, long expires) {
        String claims = JsonNodeFactory.instance
                .objectNode()
                .put("aud", subject.origin)
                .put("exp", expires)
                .put("sub", subject.contact)
                .toString();
        String signed = HEADER + "." + part(claims);
        String jwt = signed + "." + Bytes.text(keys.sign(signed.getBytes(StandardCharsets.US_ASCII)));
        return new Token("vapid t=" + jwt + ", k=" + subject.key, expires);
    }

    private static String part(String json) {
        return Bytes.text(json.getBytes(StandardCharsets.UTF_8));
    }

    private record Subject(String key, String origin, String contact) {}

    private record Token(String authorization, long expires) {}
}
