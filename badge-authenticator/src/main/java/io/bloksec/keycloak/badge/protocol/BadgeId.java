package io.bloksec.keycloak.badge.protocol;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The public id of a badge, {@code bid}: 12 random bytes.
 *
 * @param hex 24 characters, lower case
 */
public record BadgeId(String hex) {

    static final int LENGTH = 12;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{24}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException when it is anything but 24 hexadecimal digits in lower case */
    public BadgeId {
        if (hex == null || !FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("A badge id has 24 hexadecimal digits");
        }
    }

    /** @throws IllegalArgumentException when there are not 12 */
    public static BadgeId of(byte[] bytes) {
        return new BadgeId(HexFormat.of().formatHex(Crypto.checkLength(bytes, LENGTH, "A badge id")));
    }

    public static BadgeId random() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return of(bytes);
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
