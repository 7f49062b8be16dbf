package io.bloksec.keycloak.audit.record;

import java.security.SecureRandom;
import java.util.Base64;

/** Bytes as the format writes them: base64url without padding (RFC 4648 section 5), the shortest form only. */
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
        int spare = text.length() * 6 - bytes.length * 8;
        if (spare > 0 && (sextet(text.charAt(text.length() - 1)) & ((1 << spare) - 1)) != 0) {
            throw new IllegalArgumentException("not the shortest base64url");
        }
        return bytes;
    }

    /** @throws IllegalArgumentException as {@link #parse(String)} does, and when there are more or fewer bytes */
    public static byte[] parse(String text, int length) {
        byte[] bytes = parse(text);
        if (bytes.length != length) {
            throw new IllegalArgumentException("not " + length + " bytes");
        }
        return bytes;
    }

    public static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static int sextet(char letter) {
        if (letter >= 'a') {
            return letter - 'a' + 26;
        }
        if (letter == '_') {
            return 63;
        }
        if (letter >= 'A') {
            return letter - 'A';
        }
        return letter == '-' ? 62 : letter - '0' + 52;
    }
}
