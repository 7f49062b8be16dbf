package io.bloksec.keycloak.badge.protocol;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By which a browser becomes a registered workstation: ten letters and digits that nobody confuses. The first four find the row, so that
 * tries can be counted on it; the other six are 29 bits. Kept is HMAC(K, "blokbadge/v1|pairing-code|" realm "|" code), 32 bytes.
 */
public final class PairingCode {

    /** Without I, L, O, U and the digits that look like them. */
    private static final String LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

    private static final Pattern FORM = Pattern.compile("[ABCDEFGHJKMNPQRSTVWXYZ2-9]{10}");
    private static final int LENGTH = 10;
    private static final int HANDLE = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PairingCode() {}

    public static String random() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    /** @return as it was made; empty for what cannot be one */
    public static Optional<String> of(String typed) {
        String code = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        return FORM.matcher(code).matches() ? Optional.of(code) : Optional.empty();
    }

    /** For people: {@code ABCDE-FGHJK}. */
    public static String spaced(String code) {
        return code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
    }

    /** By which its row is found. */
    public static String handle(String code) {
        return code.substring(0, HANDLE);
    }

    /** @param key the realm's {@link MasterKey.Purpose#PAIRING_CODE} */
    public static byte[] mac(byte[] key, RealmId realm, String code) {
        return Crypto.hmac(key, Crypto.ascii("blokbadge/v1|pairing-code|" + realm.text() + "|" + code));
    }

    /** In constant time. */
    public static boolean matches(byte[] key, RealmId realm, String code, byte[] mac) {
        return MessageDigest.isEqual(mac(key, realm, code), mac);
    }
}
