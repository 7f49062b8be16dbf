package io.bloksec.pushservice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The receiver of RFC 8291: has the keys and reads what was encrypted for it. */
final class Browser {

    private static final int MAX_BODY = 4096;
    private static final int SALT = 16;
    private static final int TAG = 16;
    private static final int POINT = 65;

    private final KeyPair keys;
    private final byte[] auth;

    Browser() {
        this(EcKeys.generate(), random());
    }

    Browser(KeyPair keys, byte[] auth) {
        this.keys = keys;
        this.auth = auth.clone();
    }

    byte[] publicPoint() {
        return EcKeys.point(keys.getPublic());
    }

    byte[] auth() {
        return auth.clone();
    }

    /** @return what the sender encrypted, without padding */
    byte[] decrypt(byte[] body) throws RefusedPushException {
        if (body.length > MAX_BODY) {
            throw new RefusedPushException(413, "body over 4096 bytes");
        }
        if (body.length < SALT + 5 + POINT + TAG + 1) {
            throw new RefusedPushException(400, "body too short for aes128gcm");
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        byte[] salt = take(in, SALT);
        long recordSize = in.getInt() & 0xffffffffL;
        int keyLength = in.get() & 0xff;
        if (keyLength != POINT) {
            throw new RefusedPushException(400, "key id is not the sender's public key");
        }
        byte[] sender = take(in, POINT);
        byte[] record = take(in, in.remaining());
        if (recordSize < TAG + 2 || record.length > recordSize) {
            throw new RefusedPushException(400, "not exactly one record");
        }
        try {
            return unpad(decrypt(salt, sender, record));
        } catch (GeneralSecurityException e) {
            throw new RefusedPushException(400, "cannot be decrypted");
        }
    }

    private byte[] decrypt(byte[] salt, byte[] sender, byte[] record) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(keys.getPrivate());
        agreement.doPhase(EcKeys.publicKey(sender), true);
        byte[] keyInfo = concat("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), publicPoint(), sender);
        byte[] input = expand(hmac(auth, agreement.generateSecret()), keyInfo);
        byte[] key = hmac(salt, input);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(expand(key, ascii("Content-Encoding: aes128gcm\0")), 0, 16, "AES"),
                new GCMParameterSpec(128, expand(key, ascii("Content-Encoding: nonce\0")), 0, 12));
        return cipher.doFinal(record);
    }

    private static byte[] unpad(byte[] padded) throws RefusedPushException {
        int end = padded.length - 1;
        while (end >= 0 && padded[end] == 0) {
            end--;
        }
        if (end < 0 || padded[end] != 2) {
            throw new RefusedPushException(400, "no delimiter of a last record");
        }
        return Arrays.copyOf(padded, end);
    }

    private static byte[] expand(byte[] key, byte[] info) throws GeneralSecurityException {
        return hmac(key, concat(info, new byte[] {1}));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
