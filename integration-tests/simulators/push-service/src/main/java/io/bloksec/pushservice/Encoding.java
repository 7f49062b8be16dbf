package io.bloksec.pushservice;

import java.util.Base64;

/** base64url without padding. */
final class Encoding {

    private Encoding() {}

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws IllegalArgumentException when it is anything else */
    static byte[] decode(String text) {
        if (!text.matches("[A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException("not base64url without padding");
        }
        return Base64.getUrlDecoder().decode(text);
    }
}
