package io.bloksec.keycloak.wsfed.entra;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The ImmutableID as Entra Connect makes it from Active Directory: base64 of the 16 bytes of {@code objectGUID} or {@code
 * mS-DS-ConsistencyGuid} in the order in which Active Directory stores them, which turns the first three groups of the printed
 * form around (MS-DTYP, section 2.3.4.2).
 */
public final class ImmutableIds {

    private static final Pattern PRINTED =
            Pattern.compile("\\{?([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})}?");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32}");
    private static final int LENGTH = 16;

    private ImmutableIds() {}

    /**
     * @param guid the printed form, with braces or without, which Keycloak's LDAP provider keeps in {@code LDAP_ID}; or the
     *     stored bytes in base64, which its attribute mapper gives of a binary attribute, or in hexadecimal
     * @return absent when it is none of these
     */
    public static Optional<String> fromGuid(String guid) {
        String text = guid.strip();
        var printed = PRINTED.matcher(text);
        if (printed.matches()) {
            return Optional.of(
                    encode(storedBytes(UUID.fromString(printed.group(1).toLowerCase(Locale.ROOT)))));
        }
        if (HEX.matcher(text).matches()) {
            return Optional.of(encode(HexFormat.of().parseHex(text)));
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == LENGTH ? Optional.of(encode(bytes)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] storedBytes(UUID guid) {
        long high = guid.getMostSignificantBits();
        return ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
