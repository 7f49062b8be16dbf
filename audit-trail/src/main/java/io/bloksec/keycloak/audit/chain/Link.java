package io.bloksec.keycloak.audit.chain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Canonical;
import io.bloksec.keycloak.audit.record.ChainedPart;
import io.bloksec.keycloak.audit.record.Hashes;

/**
 * A chained part in its place.
 *
 * @param realm the realm's id
 * @param number 1, 2, 3 … within the realm
 * @param previous hash of the record before, or {@link Genesis#hash}; 32 bytes
 */
public record Link(ChainedPart chained, String realm, long number, byte[] previous) {

    /** @throws IllegalArgumentException when the number is not 1 to 2^53 − 1 or the hash has not 32 bytes */
    public Link {
        if (number < 1 || number > Canonical.LARGEST) {
            throw new IllegalArgumentException("The number " + number + " is none of a record");
        }
        if (previous.length != Hashes.LENGTH) {
            throw new IllegalArgumentException("The previous hash has " + previous.length + " bytes");
        }
        previous = previous.clone();
    }

    @Override
    public byte[] previous() {
        return previous.clone();
    }

    /** The record's hash, 32 bytes: the {@code previous} of the next one. */
    public byte[] hash() {
        return hash(json());
    }

    /** The hash of a linked part that is there as JSON already. */
    public static byte[] hash(ObjectNode linked) {
        return Hashes.of("record", Canonical.bytes(linked));
    }

    /** The chained part with {@code realm}, {@code number} and {@code previous}. */
    public ObjectNode json() {
        return chained.json().put("realm", realm).put("number", number).put("previous", Bytes.text(previous));
    }
}
