package io.bloksec.keycloak.audit.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** {@code H(domain, bytes…)}: SHA-256 over {@code bloksec/audit/v1/}, the domain, a zero byte and the bytes. */
public final class Hashes {

    /** Of every hash, in bytes. */
    public static final int LENGTH = 32;

    private static final String PREFIX = "bloksec/audit/v1/";

    private Hashes() {}

    /** @param domain ASCII, e.g. {@code record}: one kind of hash never passes for another */
    public static byte[] of(String domain, byte[]... parts) {
        MessageDigest digest = sha256();
        digest.update((PREFIX + domain).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 0);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** SHA-256, to be fed. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
