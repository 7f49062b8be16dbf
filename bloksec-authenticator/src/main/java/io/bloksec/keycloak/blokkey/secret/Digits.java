package io.bloksec.keycloak.blokkey.secret;

import java.security.SecureRandom;

/** Short codes that people copy from one screen to another. */
public final class Digits {

    /** No I, O, 0, 1: they are mistaken for each other. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Digits() {}

    /** Uniform, without a leading zero: 10 to 99, 100 to 999. */
    public static String number(int digits) {
        int least = (int) Math.pow(10, digits - 1);
        return String.valueOf(least + RANDOM.nextInt(9 * least));
    }

    /** Uniform, leading zeros included. */
    public static String code(int digits) {
        return String.format("%0" + digits + "d", RANDOM.nextInt((int) Math.pow(10, digits)));
    }

    /** 50 bits. */
    public static String tenLetters() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            code.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    /** As typed by a person: any case, spaces and hyphens wherever. */
    public static String normal(String typed) {
        return typed == null ? "" : typed.replaceAll("[\\s-]", "").toUpperCase(java.util.Locale.ROOT);
    }
}
