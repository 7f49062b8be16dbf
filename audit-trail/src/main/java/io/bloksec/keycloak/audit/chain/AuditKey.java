package io.bloksec.keycloak.audit.chain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The key pair that signs checkpoints and nothing else: Ed25519 or P-256. Does not show its private half. */
public final class AuditKey {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final String thumbprint;

    private AuditKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.thumbprint = PublicJwk.thumbprint(publicKey);
    }

    /** A new Ed25519 key. */
    public static AuditKey generate() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new AuditKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new P-256 key. */
    public static AuditKey generateP256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            return new AuditKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param pem one PKCS #8 private key, unencrypted (RFC 7468 section 10), Ed25519 or P-256
     * @throws IllegalArgumentException when it is not; the message holds nothing of the key
     */
    public static AuditKey parse(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin || pem.indexOf(BEGIN, begin + 1) >= 0) {
            throw new IllegalArgumentException("not one PKCS #8 private key in PEM");
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The PEM text is not base64", e);
        }
        return parse(encoded);
    }

    private static AuditKey parse(byte[] pkcs8) {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
        try {
            if (KeyFactory.getInstance("Ed25519").generatePrivate(encoded) instanceof EdECPrivateKey key) {
                return new AuditKey(key, publicOf(key));
            }
        } catch (GeneralSecurityException e) {
            // Not of this kind: the other one is tried.
        }
        try {
            if (KeyFactory.getInstance("EC").generatePrivate(encoded) instanceof ECPrivateKey key) {
                return new AuditKey(key, P256Point.publicKey(key));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("neither an Ed25519 nor a P-256 private key", e);
        }
        throw new IllegalArgumentException("neither an Ed25519 nor a P-256 private key");
    }

    /** The JDK derives a public key from the private bytes when these are what its generator draws. */
    private static PublicKey publicOf(EdECPrivateKey key) throws GeneralSecurityException {
        byte[] seed = key.getBytes().orElseThrow(() -> new IllegalArgumentException("The key shows no bytes"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
        return generator.generateKeyPair().getPublic();
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** The public half, without {@code kid} and {@code alg}. */
    public ObjectNode jwk() {
        return PublicJwk.of(publicKey);
    }

    /** RFC 7638 with SHA-256, base64url: the {@code kid} of what it signs. */
    public String thumbprint() {
        return thumbprint;
    }

    /** PKCS #8 in PEM, unencrypted: for storage. */
    public String pem() {
        return BEGIN + "\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(privateKey.getEncoded())
                + "\n" + END + "\n";
    }

    byte[] sign(byte[] message) {
        return SignatureAlgorithm.of(publicKey).sign(privateKey, message);
    }

    @Override
    public String toString() {
        return "audit key " + thumbprint;
    }
}
