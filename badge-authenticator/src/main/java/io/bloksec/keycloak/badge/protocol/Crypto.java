package io.bloksec.keycloak.badge.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256, HMAC and HKDF over it (RFC 2104, RFC 5869), and the two ways in which the protocol writes bytes. */
final class Crypto {

    /** Bytes of a hash, of a derived key and of the tokens t and y. */
    static final int LENGTH = 32;

    private static final String HMAC = "HmacSHA256";

    /** The salt of every derivation that has no secret one: the hash of the protocol's name. */
    private static final byte[] SALT = sha256(ascii("blokbadge/v1"));

    private Crypto() {}

    static byte[] salt() {
        return SALT.clone();
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Extract and expand in one; the single block of 32 bytes that everything here needs. */
    static byte[] hkdf(byte[] salt, byte[] input, byte[] info) {
        byte[] key = hmac(salt, input);
        try {
            return hmac(key, info, new byte[] {1});
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** base64url without padding, RFC 4648 section 5. */
    static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws IllegalArgumentException when it has another length; the message tells the name and never the bytes */
    static byte[] checkLength(byte[] bytes, int length, String name) {
        if (bytes == null || bytes.length != length) {
            throw new IllegalArgumentException(name + " has " + length + " bytes");
        }
        return bytes;
    }
}
