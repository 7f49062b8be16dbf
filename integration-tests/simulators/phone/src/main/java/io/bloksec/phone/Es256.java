package io.bloksec.phone;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;

/** ECDSA with P-256 and SHA-256 by the JDK. */
final class Es256 {

    /** 64 bytes {@code r ‖ s}: JWS and WebCrypto. */
    static final String RAW = "SHA256withECDSAinP1363Format";
    /** ASN.1: WebAuthn and certificates. */
    static final String DER = "SHA256withECDSA";

    private static final int SIZE = 32;

    private Es256() {}

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sign(String form, PrivateKey key, byte[] data) {
        try {
            Signature signature = Signature.getInstance(form);
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean verify(String form, PublicKey key, byte[] data, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(form);
            signature.initVerify(key);
            signature.update(data);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static KeyPair keyPair(byte[] x, byte[] y, byte[] d) {
        try {
            return new KeyPair(
                    publicKey(x, y),
                    KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(new BigInteger(1, d), curve())));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no P-256 key", e);
        }
    }

    static ECPublicKey publicKey(byte[] x, byte[] y) {
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC")
                    .generatePublic(
                            new ECPublicKeySpec(new ECPoint(new BigInteger(1, x), new BigInteger(1, y)), curve()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no P-256 key", e);
        }
    }

    static byte[] x(PublicKey key) {
        return fixed(((ECPublicKey) key).getW().getAffineX());
    }

    static byte[] y(PublicKey key) {
        return fixed(((ECPublicKey) key).getW().getAffineY());
    }

    static byte[] d(PrivateKey key) {
        return fixed(((ECPrivateKey) key).getS());
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /** Without the sign byte, with the zeros in front that BigInteger leaves out. */
    private static byte[] fixed(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[SIZE];
        int length = Math.min(bytes.length, SIZE);
        System.arraycopy(bytes, bytes.length - length, fixed, SIZE - length, length);
        return fixed;
    }
}
