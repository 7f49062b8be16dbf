package io.bloksec.keycloak.blokkey.secret;

import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One secret of a realm, from which a key for each purpose is derived (HKDF, RFC 5869, with SHA-256), so that a value made for
 * one thing never passes for another.
 */
public final class RealmSecret {

    private static final String HMAC = "HmacSHA256";

    private final byte[] pseudorandomKey;

    /** @param secret 32 random bytes, base64url */
    public RealmSecret(String secret) {
        byte[] input = Bytes.parse(secret);
        if (input.length < 32) {
            throw new IllegalArgumentException("a realm secret has 32 bytes");
        }
        // RFC 5869 section 2.2, without salt.
        pseudorandomKey = hmac(new byte[32], input);
    }

    /** @return 32 bytes: HMAC of the message under the key for this purpose and subject */
    public byte[] mac(String purpose, String subject, String message) {
        return hmac(key(purpose, subject), message.getBytes(StandardCharsets.UTF_8));
    }

    /** {@link #mac} as base64url. */
    public String macText(String purpose, String subject, String message) {
        return macText(purpose, subject, message, 32);
    }

    /** @param length bytes that are kept, for codes that must stay short */
    public String macText(String purpose, String subject, String message, int length) {
        return Bytes.text(Arrays.copyOf(mac(purpose, subject, message), length));
    }

    public boolean isMac(String candidate, String purpose, String subject, String message) {
        return isMac(candidate, purpose, subject, message, 32);
    }

    public boolean isMac(String candidate, String purpose, String subject, String message, int length) {
        return candidate != null
                && MessageDigest.isEqual(
                        macText(purpose, subject, message, length).getBytes(StandardCharsets.UTF_8),
                        candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** One block of RFC 5869 section 2.3 is all that is needed. */
    private byte[] key(String purpose, String subject) {
        byte[] info = ("blokkey/" + purpose + "\0" + subject).getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(info, info.length + 1);
        block[info.length] = 1;
        return hmac(pseudorandomKey, block);
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
