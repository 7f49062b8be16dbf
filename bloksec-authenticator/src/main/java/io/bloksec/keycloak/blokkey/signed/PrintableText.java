package io.bloksec.keycloak.blokkey.signed;

import java.text.Normalizer;

/**
 * Text of others (an application's name, a browser's description) made fit to be shown and signed: nobody is to sign a line
 * that reads differently from what it says.
 */
public final class PrintableText {

    private static final String REPLACEMENT = "�";

    private PrintableText() {}

    /**
     * NFC, each character that cannot be shown replaced by U+FFFD, cut to the length.
     *
     * @param text null counts as empty
     * @param longest in UTF-16 units; a pair of surrogates is not cut apart
     */
    public static String of(String text, int longest) {
        if (text == null) {
            return "";
        }
        StringBuilder printable = new StringBuilder();
        // Longer input is cut before the work, not after it.
        text.substring(0, Math.min(text.length(), 4 * longest)).codePoints().forEach(point -> {
            if (isPrintable(point)) {
                printable.appendCodePoint(point);
            } else {
                printable.append(REPLACEMENT);
            }
        });
        String normal = Normalizer.normalize(printable, Normalizer.Form.NFC).strip();
        if (normal.length() <= longest) {
            return normal;
        }
        int end = Character.isHighSurrogate(normal.charAt(longest - 1)) ? longest - 1 : longest;
        return normal.substring(0, end);
    }

    /** @param longest code points; printable, NFC, not blank */
    public static boolean isFit(String text, int longest) {
        return text != null
                && !text.isBlank()
                && text.codePointCount(0, text.length()) <= longest
                && holdsOnlyPrintable(text)
                && Normalizer.isNormalized(text, Normalizer.Form.NFC);
    }

    static boolean holdsOnlyPrintable(String text) {
        return text.codePoints().allMatch(PrintableText::isPrintable);
    }

    private static boolean isPrintable(int point) {
        return Character.getType(point) != Character.CONTROL
                && Character.getType(point) != Character.SURROGATE
                && !changesDirection(point);
    }

    private static boolean changesDirection(int point) {
        return point == 0x061C
                || point == 0x200E
                || point == 0x200F
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
