package io.bloksec.keycloak.badge.protocol;

/** RFC 4648 section 6 in upper case without padding, for whole groups of 5 bytes, where each text has one value. */
final class Base32 {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length / 5 * 8);
        for (int i = 0; i < bytes.length; i += 5) {
            long group = 0;
            for (int j = 0; j < 5; j++) {
                group = group << 8 | (bytes[i + j] & 0xff);
            }
            for (int shift = 35; shift >= 0; shift -= 5) {
                text.append(LETTERS.charAt((int) (group >> shift) & 31));
            }
        }
        return text.toString();
    }

    /** @return nothing when the text is not whole groups of these letters */
    static byte[] decode(String text) {
        if (text.length() % 8 != 0) {
            return new byte[0];
        }
        byte[] bytes = new byte[text.length() / 8 * 5];
        for (int i = 0; i < text.length(); i += 8) {
            long group = 0;
            for (int j = 0; j < 8; j++) {
                int value = LETTERS.indexOf(text.charAt(i + j));
                if (value < 0) {
                    return new byte[0];
                }
                group = group << 5 | value;
            }
            for (int j = 0; j < 5; j++) {
                bytes[i / 8 * 5 + j] = (byte) (group >> 32 - 8 * j);
            }
        }
        return bytes;
    }
}
