package io.bloksec.keycloak.blokkey.push.webpush;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), for outputs of one block. */
final class Hkdf {

    private static final String HMAC = "HmacSHA256";
    private static final int BLOCK = 32;

    private Hkdf() {}

    /**
     * Extract and expand in one.
     *
     * @param length bytes wanted, at most 32
     */
    static byte[] derive(byte[] salt, byte[] input, byte[] info, int length) {
        if (length > BLOCK) {
            throw new IllegalArgumentException("more than one block");
        }
        byte[] first = Arrays.copyOf(info, info.length + 1);
        first[info.length] = 1;
        return Arrays.copyOf(hmac(hmac(salt, input), first), length);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
