package io.bloksec.keycloak.badge.protocol;

import io.bloksec.keycloak.badge.protocol.BadgeRefusedException.Reason;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * What a badge's QR code says (docs/protocol/blokbadge-v1.md, "The code on the badge"): {@code BB1} and 64 characters of Base32
 * (RFC 4648 section 6, upper case) over version, realm tag, id, badge half and check, 67 in all and each of them in the QR
 * code's alphanumeric set.
 *
 * @param half b, 20 random bytes; this array, not a copy, so that {@link #close} can overwrite it
 */
public record BadgePayload(RealmId realm, BadgeId badge, byte[] half) implements AutoCloseable {

    /** Bytes of the badge half. */
    public static final int HALF_LENGTH = 20;

    private static final String PREFIX = "BB1";
    private static final byte VERSION = 1;
    private static final int CHECKED = 1 + RealmId.TAG_LENGTH + BadgeId.LENGTH + HALF_LENGTH;
    private static final int CHECK_LENGTH = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException when the half has not 20 bytes */
    public BadgePayload {
        Crypto.checkLength(half, HALF_LENGTH, "A badge half");
    }

    /** A new badge; nobody else can compute its half. */
    public static BadgePayload random(RealmId realm) {
        byte[] half = new byte[HALF_LENGTH];
        RANDOM.nextBytes(half);
        return new BadgePayload(realm, BadgeId.random(), half);
    }

    /**
     * @param text exactly as scanned; null counts as empty
     * @throws BadgeRefusedException when it is no badge, misread, or another organisation's, judged in this order
     */
    public static BadgePayload parse(String text, RealmId realm) throws BadgeRefusedException {
        if (text == null || !text.startsWith(PREFIX)) {
            throw new BadgeRefusedException(Reason.NOT_A_BADGE);
        }
        byte[] bytes = Base32.decode(text.substring(PREFIX.length()));
        try {
            return read(bytes, realm);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static BadgePayload read(byte[] bytes, RealmId realm) throws BadgeRefusedException {
        if (bytes.length != CHECKED + CHECK_LENGTH) {
            throw new BadgeRefusedException(Reason.MISREAD);
        }
        byte[] checked = Arrays.copyOf(bytes, CHECKED);
        try {
            if (!MessageDigest.isEqual(check(checked), Arrays.copyOfRange(bytes, CHECKED, bytes.length))) {
                throw new BadgeRefusedException(Reason.MISREAD);
            }
            ByteBuffer fields = ByteBuffer.wrap(checked);
            if (fields.get() != VERSION) {
                throw new BadgeRefusedException(Reason.NOT_A_BADGE);
            }
            if (!Arrays.equals(take(fields, RealmId.TAG_LENGTH), realm.tag())) {
                throw new BadgeRefusedException(Reason.OTHER_ORGANISATION);
            }
            return new BadgePayload(realm, BadgeId.of(take(fields, BadgeId.LENGTH)), take(fields, HALF_LENGTH));
        } finally {
            Arrays.fill(checked, (byte) 0);
        }
    }

    /** The text of the QR code. A String, which nobody can overwrite, because QR encoders take one: let go of it soon. */
    public String text() {
        byte[] checked = ByteBuffer.allocate(CHECKED)
                .put(VERSION)
                .put(realm.tag())
                .put(badge.bytes())
                .put(half)
                .array();
        byte[] all = Arrays.copyOf(checked, CHECKED + CHECK_LENGTH);
        System.arraycopy(check(checked), 0, all, CHECKED, CHECK_LENGTH);
        try {
            return PREFIX + Base32.encode(all);
        } finally {
            Arrays.fill(checked, (byte) 0);
            Arrays.fill(all, (byte) 0);
        }
    }

    /** B, the badge's public key: Ed25519 with the seed HKDF(S0, b, ctxB("badge-key")). 32 bytes. */
    public byte[] publicKey() {
        byte[] seed = Crypto.hkdf(Crypto.salt(), half, context().of(Label.BADGE_KEY));
        try {
            return Ed25519.publicKey(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    public BadgeContext context() {
        return new BadgeContext(realm, badge);
    }

    /** Overwrites the half. */
    @Override
    public void close() {
        Arrays.fill(half, (byte) 0);
    }

    /** Without the half. */
    @Override
    public String toString() {
        return "badge " + badge.hex();
    }

    private static byte[] check(byte[] checked) {
        return Arrays.copyOf(Crypto.sha256(Crypto.ascii("blokbadge/v1|check|"), checked), CHECK_LENGTH);
    }

    private static byte[] take(ByteBuffer fields, int length) {
        byte[] bytes = new byte[length];
        fields.get(bytes);
        return bytes;
    }
}
