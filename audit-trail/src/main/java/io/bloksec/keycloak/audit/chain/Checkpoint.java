package io.bloksec.keycloak.audit.chain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Canonical;
import io.bloksec.keycloak.audit.record.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.function.Function;

/**
 * What a server says about its chain at one time: the last record and its hash. Signed, it is a JWS in compact form of type
 * {@value #TYPE}.
 *
 * @param issuer the realm's address
 * @param realm the realm's id
 * @param epoch of the chain, base64url of 16 bytes
 * @param sequence 1, 2, 3 …
 * @param previous {@link #hash} of the checkpoint before, base64url of 32 bytes; null in the first
 * @param number of the last linked record, 0 while there is none
 * @param head its hash, or the genesis hash; base64url of 32 bytes
 * @param time milliseconds since 1970 UTC
 * @param anchor where the key lies
 */
public record Checkpoint(
        String issuer,
        String realm,
        String epoch,
        long sequence,
        String previous,
        long number,
        String head,
        long time,
        Anchor anchor) {

    /** The JWS header's {@code typ}. */
    public static final String TYPE = "bloksec-checkpoint+jws";

    private static final int VERSION = 1;

    /** @throws IllegalArgumentException when a value is missing, out of its range, or not bytes of its length */
    public Checkpoint {
        if (issuer == null || realm == null || anchor == null) {
            throw new IllegalArgumentException("A checkpoint names issuer, realm and anchor");
        }
        Bytes.parse(epoch, Genesis.EPOCH);
        Bytes.parse(head, Hashes.LENGTH);
        if (sequence < 1 || number < 0 || time < 0) {
            throw new IllegalArgumentException("A checkpoint's numbers begin at 1, 0 and 0");
        }
        if ((previous == null) != (sequence == 1)) {
            throw new IllegalArgumentException("The first checkpoint alone has no previous one");
        }
        if (previous != null) {
            Bytes.parse(previous, Hashes.LENGTH);
        }
    }

    /** Where the key that signs lies. */
    public enum Anchor {
        /** Outside the database. */
        FILE("file"),
        /** Kept by the realm: who can write the database can sign, too. */
        NONE("none");

        private final String label;

        Anchor(String label) {
            this.label = label;
        }

        /** As in the payload. */
        public String label() {
            return label;
        }

        private static Anchor of(String label) {
            for (Anchor anchor : values()) {
                if (anchor.label.equals(label)) {
                    return anchor;
                }
            }
            throw new IllegalArgumentException("An anchor is file or none");
        }
    }

    /** {@code H("checkpoint", …)} of a checkpoint in compact form: the next one's {@link #previous}. */
    public static String hash(String jws) {
        return Bytes.text(Hashes.of("checkpoint", jws.getBytes(StandardCharsets.UTF_8)));
    }

    /** @return a JWS in compact form */
    public String sign(AuditKey key) {
        return CompactJws.sign(key, TYPE, Canonical.bytes(json()));
    }

    /**
     * @param keys the key of a {@code kid}, or null for one that is not known
     * @throws IllegalArgumentException when it is not a checkpoint, its key is not known, or the signature does not hold
     */
    public static Checkpoint verified(String jws, Function<String, PublicKey> keys) {
        CompactJws parsed = CompactJws.parse(jws, TYPE);
        PublicKey key = keys.apply(parsed.kid());
        if (key == null) {
            throw new IllegalArgumentException("The checkpoint is signed by the unknown key " + parsed.kid());
        }
        if (!parsed.isSignedBy(key)) {
            throw new IllegalArgumentException("The checkpoint's signature does not hold");
        }
        return parse(parsed.payload());
    }

    /** What it says, whoever signed it. */
    public static Checkpoint unverified(String jws) {
        return parse(CompactJws.parse(jws, TYPE).payload());
    }

    /** The thumbprint of the key that is said to have signed it. */
    public static String kid(String jws) {
        return CompactJws.parse(jws, TYPE).kid();
    }

    private static Checkpoint parse(byte[] payload) {
        ObjectNode json = StrictJson.canonical(payload);
        if (json.path("version").asLong() != VERSION) {
            throw new IllegalArgumentException("not a checkpoint of version " + VERSION);
        }
        Checkpoint checkpoint = new Checkpoint(
                json.path("issuer").textValue(),
                json.path("realm").textValue(),
                json.path("epoch").textValue(),
                json.path("sequence").longValue(),
                json.path("previous").textValue(),
                json.path("number").longValue(),
                json.path("head").textValue(),
                json.path("time").longValue(),
                Anchor.of(json.path("anchor").textValue()));
        // Every member has been read: any other, or one of another type, would be missing here.
        if (!Canonical.of(checkpoint.json()).equals(Canonical.of(json))) {
            throw new IllegalArgumentException("A checkpoint has other members");
        }
        return checkpoint;
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("version", VERSION)
                .put("issuer", issuer)
                .put("realm", realm)
                .put("epoch", epoch)
                .put("sequence", sequence)
                .put("number", number)
                .put("head", head)
                .put("time", time)
                .put("anchor", anchor.label());
        if (previous != null) {
            json.put("previous", previous);
        }
        return json;
    }
}
