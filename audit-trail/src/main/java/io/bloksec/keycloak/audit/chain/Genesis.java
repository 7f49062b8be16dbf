package io.bloksec.keycloak.audit.chain;

import io.bloksec.keycloak.audit.record.Hashes;
import java.nio.charset.StandardCharsets;

/** What the first record of a realm's chain follows. */
public final class Genesis {

    /** Bytes of an epoch, which are drawn when a chain begins. */
    public static final int EPOCH = 16;

    private Genesis() {}

    /**
     * @param realmId the realm's id, UTF-8 in the hash
     * @throws IllegalArgumentException when the epoch has not 16 bytes
     */
    public static byte[] hash(String realmId, byte[] epoch) {
        if (epoch.length != EPOCH) {
            throw new IllegalArgumentException("The epoch has " + epoch.length + " bytes, not " + EPOCH);
        }
        return Hashes.of("genesis", realmId.getBytes(StandardCharsets.UTF_8), new byte[1], epoch);
    }
}
