package io.bloksec.phone;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** As much ASN.1 as a certificate needs. */
final class Der {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SHORT_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Until then RFC 5280 section 4.1.2.5 asks for two-digit years. */
    private static final Instant LONG_YEARS = Instant.parse("2050-01-01T00:00:00Z");

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return tagged(0x31, parts);
    }

    /** Constructed, context-specific. */
    static byte[] explicit(int number, byte[]... parts) {
        return tagged(0xA0 | number, parts);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] bool(boolean value) {
        return tagged(0x01, new byte[] {(byte) (value ? 0xFF : 0)});
    }

    static byte[] octets(byte[] value) {
        return tagged(0x04, value);
    }

    static byte[] bits(int unused, byte[] value) {
        return tagged(0x03, new byte[] {(byte) unused}, value);
    }

    static byte[] utf8(String value) {
        return tagged(0x0C, Bytes.utf8(value));
    }

    static byte[] printable(String value) {
        return tagged(0x13, Bytes.utf8(value));
    }

    static byte[] time(Instant instant) {
        return instant.isBefore(LONG_YEARS)
                ? tagged(0x17, Bytes.utf8(SHORT_TIME.format(instant)))
                : tagged(0x18, Bytes.utf8(TIME.format(instant)));
    }

    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.");
        byte[] content = new byte[] {(byte) (Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]))};
        for (int i = 2; i < arcs.length; i++) {
            content = Bytes.concat(content, base128(Integer.parseInt(arcs[i])));
        }
        return tagged(0x06, content);
    }

    private static byte[] base128(int value) {
        byte[] bytes = new byte[] {(byte) (value & 0x7F)};
        for (int rest = value >>> 7; rest > 0; rest >>>= 7) {
            bytes = Bytes.concat(new byte[] {(byte) (rest & 0x7F | 0x80)}, bytes);
        }
        return bytes;
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        byte[] content = Bytes.concat(parts);
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >>> 8), (byte) length};
        return Bytes.concat(head, content);
    }
}
