package io.bloksec.keycloak.blokkey.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * The header {@code BlokKey-Proof} of one call, taken apart: a JWS in the manner of DPoP (RFC 9449). Nothing of it counts before
 * {@link #check} has passed with the key that the server has for the device.
 */
public final class PossessionProof {

    /** How far {@code iat} may be off, seconds. */
    public static final long TOLERANCE = 60;

    private static final int LONGEST = 4096;
    private static final String TYPE = "blokkey-proof+jwt";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WITH_DEVICE = Set.of("typ", "alg", "kid");
    private static final Set<String> WITH_KEY = Set.of("typ", "alg", "jwk");

    private final String signingInput;
    private final byte[] signature;
    private final JsonNode header;
    private final JsonNode claims;

    private PossessionProof(String signingInput, byte[] signature, JsonNode header, JsonNode claims) {
        this.signingInput = signingInput;
        this.signature = signature;
        this.header = header;
        this.claims = claims;
    }

    /**
     * @param text the header's value, null when there was none
     * @throws ProblemException {@link Problem#PROOF_MISSING} or {@link Problem#PROOF_INVALID}
     */
    public static PossessionProof parse(String text) {
        if (text == null || text.isBlank()) {
            throw new ProblemException(Problem.PROOF_MISSING);
        }
        String[] parts = text.split("\\.", -1);
        if (text.length() > LONGEST || parts.length != 3) {
            throw new ProblemException(Problem.PROOF_INVALID);
        }
        try {
            return new PossessionProof(
                    parts[0] + "." + parts[1],
                    Bytes.parse(parts[2]),
                    JSON.readTree(Bytes.parse(parts[0])),
                    JSON.readTree(Bytes.parse(parts[1])));
        } catch (IOException | IllegalArgumentException e) {
            throw new ProblemException(Problem.PROOF_INVALID);
        }
    }

    /** The device that says it made this proof. */
    public String device() {
        require(hasHeader(WITH_DEVICE) && header.path("kid").isTextual());
        return header.get("kid").textValue();
    }

    /** The key that comes with an enrolment, and there alone. */
    public PossessionKey newKey() {
        require(hasHeader(WITH_KEY));
        return jwk(header.get("jwk"));
    }

    /** @throws ProblemException {@link Problem#PROOF_INVALID} when the JWK is not a public P-256 key and nothing else */
    public static PossessionKey jwk(JsonNode jwk) {
        require(jwk != null
                && jwk.size() == 4
                && "EC".equals(jwk.path("kty").textValue())
                && "P-256".equals(jwk.path("crv").textValue()));
        try {
            return new PossessionKey(jwk.path("x").textValue(), jwk.path("y").textValue());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.PROOF_INVALID);
        }
    }

    /**
     * Everything but the single use of {@link #id()}.
     *
     * @param address full, without query, as the server publishes it
     * @param now seconds since 1970
     * @param nonces tells whether a nonce is one of ours and of this minute
     * @throws ProblemException {@link Problem#PROOF_INVALID}, or {@link Problem#PROOF_TIME} when only the clock is wrong
     */
    public void check(PossessionKey key, String method, String address, byte[] body, long now, Nonces nonces) {
        require(key.verifies(signingInput.getBytes(StandardCharsets.US_ASCII), signature));
        require(method.equals(claims.path("htm").textValue()));
        require(address.equals(claims.path("htu").textValue()));
        require(sha256(body).equals(claims.path("bsh").textValue()));
        require(claims.path("iat").isIntegralNumber() && id().length() == 22);
        boolean inTime = Math.abs(now - claims.get("iat").longValue()) <= TOLERANCE;
        if (!inTime && nonce().filter(nonces::isOfThisMinute).isEmpty()) {
            throw new ProblemException(Problem.PROOF_TIME);
        }
    }

    /** {@code jti}, which the caller lets through once. */
    public String id() {
        String jti = claims.path("jti").textValue();
        require(jti != null);
        return jti;
    }

    private Optional<String> nonce() {
        return Optional.ofNullable(claims.path("nonce").textValue());
    }

    private boolean hasHeader(Set<String> members) {
        // Closed: a member that names a key elsewhere (jku, x5u, x5c) or asks for something critical is not read over.
        Iterator<String> names = header.fieldNames();
        int known = 0;
        while (names.hasNext()) {
            if (!members.contains(names.next())) {
                return false;
            }
            known++;
        }
        return known == members.size()
                && TYPE.equals(header.path("typ").textValue())
                && "ES256".equals(header.path("alg").textValue());
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new ProblemException(Problem.PROOF_INVALID);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return Bytes.text(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nonces that the server gives to a device whose clock is wrong. */
    public interface Nonces {
        boolean isOfThisMinute(String nonce);
    }
}
