package io.bloksec.keycloak.badge.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * What keeps a row as the server wrote it: HMAC-SHA-256 over its fields in a fixed order, each as its length (4 bytes, big
 * endian) and its bytes. A field that is null has the length 0xFFFFFFFF and no bytes, so that it differs from an empty one.
 * The first field names format and table. Fields and order are in docs/protocol/blokbadge-v1.md, "Rows".
 */
public final class RowMac {

    private static final int NULL = 0xFFFFFFFF;

    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

    private RowMac() {}

    /** @param table in lower case, e.g. {@code badge} */
    public static RowMac of(String table) {
        return new RowMac().text("blokbadge/v1|row|" + table);
    }

    /** @param value in UTF-8; may be null */
    public RowMac text(String value) {
        return bytes(value == null ? null : Crypto.utf8(value));
    }

    /** @param value in decimal, ASCII; may be null */
    public RowMac number(Number value) {
        return text(value == null ? null : Long.toString(value.longValue()));
    }

    /** @param value may be null */
    public RowMac bytes(byte[] value) {
        fields.writeBytes(ByteBuffer.allocate(4)
                .putInt(value == null ? NULL : value.length)
                .array());
        if (value != null) {
            fields.writeBytes(value);
        }
        return this;
    }

    /**
     * @param key the realm's {@link MasterKey.Purpose#ROW_MAC}
     * @return 32 bytes
     */
    public byte[] mac(byte[] key) {
        return Crypto.hmac(key, encoded());
    }

    /** In constant time; a row without a MAC is not the server's. */
    public boolean matches(byte[] key, byte[] mac) {
        return mac != null && MessageDigest.isEqual(mac(key), mac);
    }

    byte[] encoded() {
        return fields.toByteArray();
    }
}
