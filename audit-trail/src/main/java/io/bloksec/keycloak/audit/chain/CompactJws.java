package io.bloksec.keycloak.audit.chain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Canonical;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;

/**
 * A JWS in compact form (RFC 7515) of an audit key, whose header is exactly {@code alg}, {@code kid} and {@code typ} in canonical form.
 *
 * @param kid RFC 7638 thumbprint of the key that is said to have signed
 * @param payload as signed
 */
record CompactJws(String algorithm, String kid, byte[] payload, byte[] signature, byte[] input) {

    static String sign(AuditKey key, String type, byte[] payload) {
        String input = header(key, type) + "." + Bytes.text(payload);
        return input + "." + Bytes.text(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The same without its payload: RFC 7515 appendix F. */
    static String signDetached(AuditKey key, String type, byte[] payload) {
        String whole = sign(key, type, payload);
        return whole.substring(0, whole.indexOf('.') + 1) + whole.substring(whole.lastIndexOf('.'));
    }

    private static String header(AuditKey key, String type) {
        ObjectNode header = JsonNodeFactory.instance
                .objectNode()
                .put("alg", SignatureAlgorithm.of(key.publicKey()).label())
                .put("kid", key.thumbprint())
                .put("typ", type);
        return Bytes.text(Canonical.bytes(header));
    }

    /** @throws IllegalArgumentException when it is not such a JWS of this type */
    static CompactJws parse(String jws, String type) {
        String[] parts = jws.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a JWS in compact form");
        }
        ObjectNode header = StrictJson.canonical(Bytes.parse(parts[0]));
        if (header.size() != 3
                || !header.path("alg").isTextual()
                || !header.path("kid").isTextual()
                || !type.equals(header.path("typ").textValue())) {
            throw new IllegalArgumentException("The JWS header is not alg, kid and typ " + type);
        }
        return new CompactJws(
                header.path("alg").textValue(),
                header.path("kid").textValue(),
                Bytes.parse(parts[1]),
                Bytes.parse(parts[2]),
                (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws IllegalArgumentException when it is not a detached JWS of this type */
    static CompactJws parseDetached(String jws, String type, byte[] payload) {
        int first = jws.indexOf('.');
        if (first < 0 || !jws.startsWith("..", first)) {
            throw new IllegalArgumentException("not a detached JWS");
        }
        return parse(jws.substring(0, first + 1) + Bytes.text(payload) + jws.substring(first + 1), type);
    }

    boolean isSignedBy(PublicKey key) {
        SignatureAlgorithm expected = SignatureAlgorithm.of(key);
        return expected.label().equals(algorithm)
                && PublicJwk.thumbprint(key).equals(kid)
                && expected.verify(key, input, signature);
    }
}
