package io.bloksec.keycloak.badge.protocol;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * s: the server's half of a badge in one epoch, 32 random bytes. Answers for a right PIN and knows one when it sees it; without
 * the badge half it tells nothing about either.
 */
public final class ServerHalf implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    /**
     * @param bytes taken over, not copied
     * @throws IllegalArgumentException when there are not 32
     */
    ServerHalf(byte[] bytes) {
        this.bytes = Crypto.checkLength(bytes, Crypto.LENGTH, "A server half");
    }

    public static ServerHalf random() {
        byte[] bytes = new byte[Crypto.LENGTH];
        RANDOM.nextBytes(bytes);
        return new ServerHalf(bytes);
    }

    /**
     * y = HMAC(s, ctxE("server-prf") ‖ 0x00 ‖ t): 32 bytes, without which nobody derives the user key. Only after the try is
     * counted and the PIN found right.
     *
     * @param token t
     * @throws IllegalArgumentException when t has not 32 bytes
     */
    public byte[] answer(EpochContext context, byte[] token) {
        return context.mac(bytes, Label.SERVER_PRF, Crypto.checkLength(token, Crypto.LENGTH, "A PIN token"));
    }

    /**
     * v = HMAC(s, ctxE("pin-check") ‖ 0x00 ‖ t): 32 bytes, kept when a PIN is set.
     *
     * @param token t
     * @throws IllegalArgumentException when t has not 32 bytes
     */
    public byte[] pinCheck(EpochContext context, byte[] token) {
        return context.mac(bytes, Label.PIN_CHECK, Crypto.checkLength(token, Crypto.LENGTH, "A PIN token"));
    }

    /** Whether the token is of the PIN that v was kept for, in constant time. */
    public boolean isRightPin(EpochContext context, byte[] token, byte[] pinCheck) {
        return MessageDigest.isEqual(pinCheck(context, token), pinCheck);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Overwrites it. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }
}
