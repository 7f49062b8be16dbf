package io.bloksec.keycloak.wsfed.message;

import java.util.Map;
import java.util.Optional;

/**
 * Languages by their Windows number, which Entra ID sends as {@code lc} beside {@code mkt}: the lowest ten bits are the language,
 * the others the country (MS-LCID, section 2.2), and Keycloak's pages differ by language.
 */
final class Languages {

    private static final int LANGUAGE_BITS = 0x3ff;

    private static final Map<Integer, String> BY_NUMBER = Map.ofEntries(
            Map.entry(0x01, "ar"),
            Map.entry(0x02, "bg"),
            Map.entry(0x03, "ca"),
            Map.entry(0x04, "zh"),
            Map.entry(0x05, "cs"),
            Map.entry(0x06, "da"),
            Map.entry(0x07, "de"),
            Map.entry(0x08, "el"),
            Map.entry(0x09, "en"),
            Map.entry(0x0a, "es"),
            Map.entry(0x0b, "fi"),
            Map.entry(0x0c, "fr"),
            Map.entry(0x0d, "he"),
            Map.entry(0x0e, "hu"),
            Map.entry(0x0f, "is"),
            Map.entry(0x10, "it"),
            Map.entry(0x11, "ja"),
            Map.entry(0x12, "ko"),
            Map.entry(0x13, "nl"),
            Map.entry(0x14, "no"),
            Map.entry(0x15, "pl"),
            Map.entry(0x16, "pt"),
            Map.entry(0x18, "ro"),
            Map.entry(0x19, "ru"),
            Map.entry(0x1a, "hr"),
            Map.entry(0x1b, "sk"),
            Map.entry(0x1d, "sv"),
            Map.entry(0x1e, "th"),
            Map.entry(0x1f, "tr"),
            Map.entry(0x21, "id"),
            Map.entry(0x22, "uk"),
            Map.entry(0x24, "sl"),
            Map.entry(0x25, "et"),
            Map.entry(0x26, "lv"),
            Map.entry(0x27, "lt"),
            Map.entry(0x29, "fa"),
            Map.entry(0x2a, "vi"),
            Map.entry(0x2d, "eu"),
            Map.entry(0x37, "ka"),
            Map.entry(0x56, "gl"));

    private Languages() {}

    /** The language tag; absent for a number we do not know. */
    static Optional<String> ofNumber(String lcid) {
        return lcid.matches("\\d{1,6}")
                ? Optional.ofNullable(BY_NUMBER.get(Integer.parseInt(lcid) & LANGUAGE_BITS))
                : Optional.empty();
    }
}
