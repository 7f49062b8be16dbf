package io.bloksec.phone;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Bytes as the protocol writes them in JSON: base64url without padding (RFC 4648 section 5). */
public final class Bytes {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Bytes() {}

    /** @return base64url without padding */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * @param text base64url without padding
     * @throws IllegalArgumentException padding, foreign characters, or bits that no byte uses
     */
    public static byte[] decode(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!encode(bytes).equals(text)) {
            throw new IllegalArgumentException("not base64url in its one form: " + text);
        }
        return bytes;
    }

    /** @return {@code count} random bytes */
    public static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** @return the SHA-256 of the parts, one after the other: 32 bytes */
    public static byte[] sha256(byte[]... parts) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(concat(parts));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
