package io.bloksec.keycloak.blokkey.signed;

import java.security.SecureRandom;
import java.util.Base64;

/** Bytes as the protocol writes them: base64url without padding (RFC 4648 section 5). */
public final class Bytes {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Bytes() {}

    public static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws IllegalArgumentException when the text is null or not base64url, or has padding or bits to spare */
    public static byte[] parse(String text) {
        if (text == null || text.indexOf('=') >= 0) {
            throw new IllegalArgumentException("not base64url");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!text(bytes).equals(text)) {
            throw new IllegalArgumentException("not the shortest base64url");
        }
        return bytes;
    }

    /** An id: 16 random bytes, 22 characters. */
    public static String newId() {
        return random(16);
    }

    /** A nonce or ticket: 32 random bytes, 43 characters. */
    public static String newSecret() {
        return random(32);
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return text(bytes);
    }
}
