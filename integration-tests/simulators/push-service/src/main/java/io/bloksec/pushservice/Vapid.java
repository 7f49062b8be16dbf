package io.bloksec.pushservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Judges the header {@code Authorization} of a push by RFC 8292. */
final class Vapid {

    private static final long DAY = 86_400;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vapid() {}

    /**
     * @param header null when there is none
     * @param applicationServerKey that the browser subscribed with
     * @param origin of the push resource
     */
    static void check(String header, String applicationServerKey, String origin) throws RefusedPushException {
        if (header == null) {
            throw new RefusedPushException(401, "no Authorization");
        }
        Map<String, String> parameters = parameters(header);
        String key = parameters.get("k");
        if (!applicationServerKey.equals(key)) {
            throw new RefusedPushException(403, "k is not the subscription's applicationServerKey");
        }
        String[] parts = parameters.get("t").split("\\.", -1);
        if (parts.length != 3) {
            throw new RefusedPushException(403, "t is not a JWT");
        }
        JsonNode head = json(parts[0]);
        if (!head.path("alg").asText().equals("ES256")
                || !head.path("typ").asText("JWT").equals("JWT")) {
            throw new RefusedPushException(403, "not an ES256 JWT");
        }
        checkSignature(parts, key);
        checkClaims(json(parts[1]), origin);
    }

    private static void checkClaims(JsonNode claims, String origin) throws RefusedPushException {
        if (!claims.path("aud").isTextual() || !claims.path("aud").textValue().equals(origin)) {
            throw new RefusedPushException(403, "aud is not the origin of the push resource");
        }
        long now = Instant.now().getEpochSecond();
        if (!claims.path("exp").isIntegralNumber() || claims.path("exp").longValue() <= now) {
            throw new RefusedPushException(403, "exp missing or past");
        }
        if (claims.path("exp").longValue() > now + DAY) {
            throw new RefusedPushException(403, "exp more than 24 hours ahead");
        }
        if (!claims.path("sub").asText().matches("mailto:[^\\s@<>]+@[^\\s@<>]+|https://[^\\s<>]+")) {
            throw new RefusedPushException(403, "sub is no mailto: or https: address");
        }
    }

    private static void checkSignature(String[] parts, String key) throws RefusedPushException {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initVerify(EcKeys.publicKey(Encoding.decode(key)));
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Encoding.decode(parts[2]))) {
                throw new RefusedPushException(403, "signature of the JWT does not hold");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new RefusedPushException(403, "signature or key of the JWT cannot be read");
        }
    }

    private static Map<String, String> parameters(String header) throws RefusedPushException {
        if (!header.regionMatches(true, 0, "vapid ", 0, 6)) {
            throw new RefusedPushException(401, "Authorization is not vapid");
        }
        Map<String, String> parameters = new TreeMap<>();
        for (String each : header.substring(6).split(",")) {
            String[] pair = each.strip().split("=", 2);
            if (pair.length != 2 || parameters.put(pair[0], pair[1]) != null) {
                throw new RefusedPushException(401, "Authorization cannot be read");
            }
        }
        if (!parameters.keySet().equals(Set.of("t", "k"))) {
            throw new RefusedPushException(401, "Authorization has not exactly t and k");
        }
        return parameters;
    }

    private static JsonNode json(String part) throws RefusedPushException {
        try {
            return JSON.readTree(Encoding.decode(part));
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedPushException(403, "t is not a JWT");
        }
    }
}
