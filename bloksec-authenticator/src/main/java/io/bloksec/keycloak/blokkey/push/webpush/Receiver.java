package io.bloksec.keycloak.blokkey.push.webpush;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;

/** The device's browser as RFC 8291 sees it: encrypts so that only it can read. */
final class Receiver {

    private static final int AUTH_LENGTH = 16;
    private static final byte[] INFO = "WebPush: info\0".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ECPublicKey key;
    private final byte[] secret;

    private Receiver(ECPublicKey key, byte[] secret) {
        this.key = key;
        this.secret = secret;
    }

    /**
     * @param address with {@code p256dh} and {@code auth}
     * @throws IllegalArgumentException when they are not a point on P-256 and 16 bytes
     */
    static Receiver of(PushAddress address) {
        byte[] secret = Bytes.parse(address.value("auth"));
        if (secret.length != AUTH_LENGTH) {
            throw new IllegalArgumentException("the secret of a push address has 16 bytes");
        }
        return new Receiver(P256.publicKey(Bytes.parse(address.value("p256dh"))), secret);
    }

    /** @return a body of the coding {@code aes128gcm}, under a key pair and a salt of its own */
    byte[] encrypt(byte[] plain) {
        byte[] salt = new byte[Aes128Gcm.SALT_LENGTH];
        RANDOM.nextBytes(salt);
        return encrypt(plain, P256.generate(), salt);
    }

    /** RFC 8291 section 3.4. */
    byte[] encrypt(byte[] plain, KeyPair sender, byte[] salt) {
        byte[] senderPoint = P256.bytes((ECPublicKey) sender.getPublic());
        byte[] shared = P256.agree((ECPrivateKey) sender.getPrivate(), key);
        byte[] info = ByteBuffer.allocate(INFO.length + 2 * P256.POINT_LENGTH)
                .put(INFO)
                .put(P256.bytes(key))
                .put(senderPoint)
                .array();
        return Aes128Gcm.encrypt(Hkdf.derive(secret, shared, info, 32), salt, senderPoint, plain);
    }
}
