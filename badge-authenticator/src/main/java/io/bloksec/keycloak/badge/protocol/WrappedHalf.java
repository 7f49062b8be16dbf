package io.bloksec.keycloak.badge.protocol;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A server half as the database has it: AES-256-GCM (NIST SP 800-38D) with ctxE("server-half") ‖ 0x00 ‖ user id as additional
 * data, so that it opens for its badge, epoch and user only.
 *
 * @param keyVersion of the {@link MasterKey} whose {@link MasterKey.Purpose#KEK} it is encrypted with
 * @param bytes 12 of initialisation vector, 32 of ciphertext, 16 of tag
 */
public record WrappedHalf(int keyVersion, byte[] bytes) {

    private static final int IV_LENGTH = 12;
    private static final int TAG_LENGTH = 16;
    private static final int WRAPPED_LENGTH = IV_LENGTH + Crypto.LENGTH + TAG_LENGTH;
    private static final SecureRandom RANDOM = new SecureRandom();

    public static WrappedHalf wrap(MasterKey master, EpochContext context, String userId, ServerHalf half) {
        byte[] key = key(master, context);
        byte[] iv = new byte[IV_LENGTH];
        RANDOM.nextBytes(iv);
        try {
            return new WrappedHalf(master.version(), wrap(key, context, userId, half, iv));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * @param master the version that {@link #keyVersion} names
     * @return empty when it was made with another key, or for another badge, epoch or user, or was changed since
     */
    public Optional<ServerHalf> open(MasterKey master, EpochContext context, String userId) {
        if (master.version() != keyVersion || bytes == null || bytes.length != WRAPPED_LENGTH) {
            return Optional.empty();
        }
        byte[] key = key(master, context);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(bytes, IV_LENGTH), context, userId);
            return Optional.of(new ServerHalf(cipher.doFinal(bytes, IV_LENGTH, bytes.length - IV_LENGTH)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** @param iv 12 bytes, never used before with this key */
    static byte[] wrap(byte[] key, EpochContext context, String userId, ServerHalf half, byte[] iv) {
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, key, iv, context, userId).doFinal(half.bytes());
            return ByteBuffer.allocate(WRAPPED_LENGTH).put(iv).put(encrypted).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] additionalData(EpochContext context, String userId) {
        byte[] label = context.of(Label.SERVER_HALF);
        byte[] user = Crypto.utf8(userId);
        return ByteBuffer.allocate(label.length + 1 + user.length)
                .put(label)
                .put((byte) 0)
                .put(user)
                .array();
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv, EpochContext context, String userId)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, iv));
        cipher.updateAAD(additionalData(context, userId));
        return cipher;
    }

    private static byte[] key(MasterKey master, EpochContext context) {
        return master.derive(MasterKey.Purpose.KEK, context.badge().realm());
    }
}
