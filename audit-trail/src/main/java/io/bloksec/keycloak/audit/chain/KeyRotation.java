package io.bloksec.keycloak.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.ChainedPart;
import java.security.PublicKey;
import java.util.Map;
import java.util.function.Function;

/**
 * That an audit key follows another: the members {@code key}, {@code old} and {@code new} of a record {@code audit.key-rotated}. Both
 * keys sign the 32 bytes of the new key's thumbprint, each as a detached JWS (RFC 7515 appendix F) of type {@value #TYPE}.
 *
 * @param kid thumbprint of the old key
 * @param next the new key
 */
public record KeyRotation(String kid, PublicKey next) {

    /** The JWS header's {@code typ}. */
    public static final String TYPE = "bloksec-audit-key+jws";

    /** The three members of a record by which the old key introduces the new one. */
    public static Map<String, JsonNode> members(AuditKey old, AuditKey next) {
        byte[] thumbprint = Bytes.parse(next.thumbprint());
        return Map.of(
                "key",
                next.jwk(),
                "old",
                JsonNodeFactory.instance.textNode(CompactJws.signDetached(old, TYPE, thumbprint)),
                "new",
                JsonNodeFactory.instance.textNode(CompactJws.signDetached(next, TYPE, thumbprint)));
    }

    /** Adds the three members to a record. */
    public static ChainedPart.Builder put(ChainedPart.Builder record, AuditKey old, AuditKey next) {
        members(old, next).forEach(record::with);
        return record;
    }

    /**
     * @param members of the record
     * @param keys the key of a {@code kid}, or null for one that is not known
     * @throws IllegalArgumentException when a member is missing, the old key is not known, or a signature does not hold
     */
    public static KeyRotation verified(JsonNode members, Function<String, PublicKey> keys) {
        PublicKey next = PublicJwk.parse(members.path("key"));
        byte[] thumbprint = Bytes.parse(PublicJwk.thumbprint(next));
        CompactJws byOld = CompactJws.parseDetached(members.path("old").asText(), TYPE, thumbprint);
        CompactJws byNew = CompactJws.parseDetached(members.path("new").asText(), TYPE, thumbprint);
        PublicKey old = keys.apply(byOld.kid());
        if (old == null) {
            throw new IllegalArgumentException("The rotation is signed by the unknown key " + byOld.kid());
        }
        if (!byOld.isSignedBy(old) || !byNew.isSignedBy(next)) {
            throw new IllegalArgumentException("A signature of the rotation does not hold");
        }
        return new KeyRotation(byOld.kid(), next);
    }
}
