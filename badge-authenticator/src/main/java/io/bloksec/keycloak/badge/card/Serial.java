package io.bloksec.keycloak.badge.card;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/** What people call a badge by: {@code K7M2-P4RX}, without letters and digits that look alike. 40 bits, no secret. */
public final class Serial {

    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Pattern FORM = Pattern.compile("[" + LETTERS + "]{4}-[" + LETTERS + "]{4}");

    private Serial() {}

    /** Whether it could be one, in whatever case. */
    public static boolean isOne(String text) {
        return FORM.matcher(text.toUpperCase(Locale.ROOT)).matches();
    }

    static String random() {
        StringBuilder serial = new StringBuilder(9);
        for (int i = 0; i < 8; i++) {
            serial.append(i == 4 ? "-" : "").append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return serial.toString();
    }
}
