package io.bloksec.keycloak.badge.protocol;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Ed25519 (RFC 8032) by one rule, since implementations differ on keys and signatures that an honest signer never makes: a
 * signature is valid when it has 64 bytes, the key passes Bouncy Castle's full validation (canonical, on the curve, of prime
 * order) and the JDK accepts the signature; any exception of the JDK's means no. Bouncy Castle's own verification is never asked.
 * See docs/protocol/blokbadge-v1.md, "One rule for signatures".
 */
public final class Ed25519 {

    public static final int KEY_LENGTH = 32;
    public static final int SIGNATURE_LENGTH = 64;

    /** What stands before the key in a SubjectPublicKeyInfo, RFC 8410 section 4. */
    private static final byte[] HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /**
     * @param seed the private key as RFC 8032 section 5.1.5 has it
     * @throws IllegalArgumentException when it has not 32 bytes
     */
    static byte[] publicKey(byte[] seed) {
        Crypto.checkLength(seed, KEY_LENGTH, "A seed");
        byte[] key = new byte[KEY_LENGTH];
        org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0, key, 0);
        return key;
    }

    /** Whether the server takes this public key: what is of small or mixed order, or written oddly, is refused. */
    public static boolean acceptsKey(byte[] key) {
        return key != null
                && key.length == KEY_LENGTH
                && org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(key, 0);
    }

    /** The rule, of which {@link #acceptsKey} is the first part. Never throws for what somebody sent. */
    public static boolean verifies(byte[] key, byte[] message, byte[] signature) {
        return acceptsKey(key)
                && signature != null
                && signature.length == SIGNATURE_LENGTH
                && jdk(key, message, signature);
    }

    private static boolean jdk(byte[] key, byte[] message, byte[] signature) {
        byte[] encoded = Arrays.copyOf(HEADER, HEADER.length + KEY_LENGTH);
        System.arraycopy(key, 0, encoded, HEADER.length, KEY_LENGTH);
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
