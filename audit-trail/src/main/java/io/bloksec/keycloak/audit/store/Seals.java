package io.bloksec.keycloak.audit.store;

import io.bloksec.keycloak.audit.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells records that a server has written from rows that somebody has put into the table: an HMAC by a key that is not in the
 * database. Without such a key there are no seals, and the documents say what that means.
 */
public final class Seals {

    private static final String ALGORITHM = "HmacSHA256";

    /** Of no key file. */
    public static final Seals NONE = new Seals(List.of());

    private final List<byte[]> keys;

    /** @param keys 32 bytes each; the first makes seals, all of them are good for checking */
    public Seals(List<byte[]> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @return null where there is no key */
    String seal(String realmId, String id, String chained) {
        return keys.isEmpty() ? null : mac(keys.get(0), realmId, id, chained);
    }

    boolean holds(RecordEntity row) {
        return keys.isEmpty()
                || (row.seal != null
                        && keys.stream()
                                .anyMatch(key -> MessageDigest.isEqual(
                                        mac(key, row.realmId, row.id, row.chained)
                                                .getBytes(StandardCharsets.US_ASCII),
                                        row.seal.getBytes(StandardCharsets.US_ASCII))));
    }

    private static String mac(byte[] key, String realmId, String id, String chained) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((realmId + '\0' + id + '\0').getBytes(StandardCharsets.UTF_8));
            return Bytes.text(mac.doFinal(chained.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
