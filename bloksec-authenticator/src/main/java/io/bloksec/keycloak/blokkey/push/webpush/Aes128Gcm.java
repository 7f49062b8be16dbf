package io.bloksec.keycloak.blokkey.push.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The content coding {@code aes128gcm} (RFC 8188), in one record as RFC 8291 section 4 wants it. */
final class Aes128Gcm {

    static final int SALT_LENGTH = 16;

    /** RFC 8188 section 2.1, and the most that RFC 8030 section 7.2 lets us count on. */
    private static final int RECORD_SIZE = 4096;

    private static final int TAG_LENGTH = 16;
    private static final byte LAST_RECORD = 2;
    private static final byte[] KEY_INFO = "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONCE_INFO = "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII);

    private Aes128Gcm() {}

    /**
     * @param input keying material that both sides know
     * @param salt 16 bytes, never used before with this input
     * @param keyId at most 255 bytes, sent in clear
     * @return header and record
     * @throws IllegalArgumentException when all of it is longer than 4096 bytes
     */
    static byte[] encrypt(byte[] input, byte[] salt, byte[] keyId, byte[] plain) {
        byte[] header = ByteBuffer.allocate(SALT_LENGTH + 4 + 1 + keyId.length)
                .put(salt)
                .putInt(RECORD_SIZE)
                .put((byte) keyId.length)
                .put(keyId)
                .array();
        byte[] padded = Arrays.copyOf(plain, plain.length + 1);
        padded[plain.length] = LAST_RECORD;
        int length = header.length + padded.length + TAG_LENGTH;
        if (length > RECORD_SIZE) {
            throw new IllegalArgumentException("too long for a push");
        }
        byte[] record = gcm(Hkdf.derive(salt, input, KEY_INFO, 16), Hkdf.derive(salt, input, NONCE_INFO, 12), padded);
        return ByteBuffer.allocate(length).put(header).put(record).array();
    }

    private static byte[] gcm(byte[] key, byte[] nonce, byte[] plain) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce));
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
