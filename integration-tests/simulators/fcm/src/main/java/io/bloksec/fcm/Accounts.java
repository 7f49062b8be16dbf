package io.bloksec.fcm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Service accounts and the access tokens they get: the JWT bearer grant (RFC 7523) as Google describes it for service accounts. An
 * assertion must be signed by the account's own key, for this service, for an hour at most, with a scope for messages.
 */
final class Accounts {

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Set<String> SCOPES = Set.of(
            "https://www.googleapis.com/auth/firebase.messaging", "https://www.googleapis.com/auth/cloud-platform");

    /** Whatever the address at which it is reached: for access tokens Google asks for this one. */
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";

    private static final int HOUR = 3600;
    private static final int SKEW = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String tokenUri;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    Accounts(String tokenUri) {
        this.tokenUri = tokenUri;
    }

    /** A new account's file, as the console hands it out. */
    String make(String project) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            String email = "sender-" + known.size() + "@" + project + ".iam.gserviceaccount.com";
            String keyId = UUID.randomUUID().toString().replace("-", "");
            known.put(email, new Known(pair, project, keyId));
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(JSON.createObjectNode()
                            .put("type", "service_account")
                            .put("project_id", project)
                            .put("private_key_id", keyId)
                            .put("private_key", pem(pair))
                            .put("client_email", email)
                            .put("client_id", "100000000000000000001")
                            .put("token_uri", tokenUri));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Google's administrator has deleted all keys. */
    void forgetAll() {
        known.clear();
    }

    /** Every access token is as if its time were over. */
    void endTokens() {
        tokens.clear();
    }

    /** The project for which a bearer token is good, null for none. */
    String project(String authorization) {
        return authorization == null || !authorization.startsWith("Bearer ")
                ? null
                : tokens.get(authorization.substring("Bearer ".length()));
    }

    /**
     * @param form of the token request
     * @return the answer's JSON
     * @throws IllegalArgumentException for any other grant than a right one; the message says why
     */
    String exchange(String form) {
        Map<String, String> values = new HashMap<>();
        for (String pair : form.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length != 2 || values.put(decode(parts[0]), decode(parts[1])) != null) {
                throw new IllegalArgumentException("not a form");
            }
        }
        if (!values.keySet().equals(Set.of("grant_type", "assertion")) || !GRANT.equals(values.get("grant_type"))) {
            throw new IllegalArgumentException("another grant: " + values.keySet());
        }
        Known account = judge(values.get("assertion"));
        String token = "ya29." + UUID.randomUUID();
        tokens.put(token, account.project);
        return JSON.createObjectNode()
                .put("access_token", token)
                .put("expires_in", HOUR - 1)
                .put("token_type", "Bearer")
                .toString();
    }

    private Known judge(String assertion) {
        try {
            String[] parts = assertion.split("\\.", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("not a JWT");
            }
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            Known account = known.get(claims.path("iss").asText());
            if (account == null) {
                throw new IllegalArgumentException("invalid_grant: no such account");
            }
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(account.keys.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!header.path("alg").asText().equals("RS256")
                    || !header.path("kid").asText().equals(account.keyId)
                    || !signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                throw new IllegalArgumentException("invalid_grant: Invalid JWT Signature.");
            }
            long now = System.currentTimeMillis() / 1000;
            long from = claims.path("iat").asLong();
            long until = claims.path("exp").asLong();
            if (from > now + SKEW || until <= now || until - from > HOUR) {
                throw new IllegalArgumentException("invalid_grant: Invalid JWT: token must be short-lived");
            }
            if (!claims.path("aud").asText().equals(AUDIENCE)) {
                throw new IllegalArgumentException("invalid_grant: Invalid JWT audience");
            }
            if (Arrays.stream(claims.path("scope").asText().split(" ")).noneMatch(SCOPES::contains)) {
                throw new IllegalArgumentException("invalid_scope");
            }
            return account;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("invalid_grant: " + e.getMessage());
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private record Known(KeyPair keys, String project, String keyId) {}
}
