package io.bloksec.keycloak.badge.keycloak;

import java.security.SecureRandom;

/** Codes of 8 digits, uniform. */
final class ActivationCodes {

    private static final SecureRandom RANDOM = new SecureRandom();

    private ActivationCodes() {}

    static String random() {
        return String.format("%08d", RANDOM.nextInt(100_000_000));
    }

    /** {@code 4071 8263}, as people read it. */
    static String spaced(String code) {
        return code.substring(0, 4) + " " + code.substring(4);
    }

    /** What somebody typed, without the space. */
    static String typed(String text) {
        return text.replace(" ", "");
    }
}
