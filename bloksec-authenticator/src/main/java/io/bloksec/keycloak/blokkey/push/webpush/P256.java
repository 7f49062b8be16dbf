package io.bloksec.keycloak.blokkey.push.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** Keys on the curve P-256, as bytes: points uncompressed (SEC 1 section 2.3.3, 65 bytes), private keys as 32 bytes. */
final class P256 {

    static final int POINT_LENGTH = 65;
    static final int SCALAR_LENGTH = 32;

    private static final String CURVE = "secp256r1";
    private static final byte UNCOMPRESSED = 4;
    private static final ECParameterSpec PARAMETERS = parameters();
    private static final BigInteger PRIME = ((ECFieldFp) PARAMETERS.getCurve().getField()).getP();

    private P256() {}

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException when it is not the uncompressed form of a point on the curve */
    static ECPublicKey publicKey(byte[] point) {
        if (point.length != POINT_LENGTH || point[0] != UNCOMPRESSED) {
            throw new IllegalArgumentException("not an uncompressed point of P-256");
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + SCALAR_LENGTH));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + SCALAR_LENGTH, POINT_LENGTH));
        if (!isOnCurve(x, y)) {
            throw new IllegalArgumentException("a point that is not on P-256");
        }
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), PARAMETERS));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a public key of P-256", e);
        }
    }

    /** @throws IllegalArgumentException when it is not a number between 1 and the curve's order */
    static ECPrivateKey privateKey(byte[] scalar) {
        BigInteger number = new BigInteger(1, scalar);
        if (scalar.length != SCALAR_LENGTH || number.signum() == 0 || number.compareTo(PARAMETERS.getOrder()) >= 0) {
            throw new IllegalArgumentException("not a private key of P-256");
        }
        try {
            return (ECPrivateKey)
                    KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number, PARAMETERS));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a private key of P-256", e);
        }
    }

    static byte[] bytes(ECPublicKey key) {
        byte[] point = new byte[POINT_LENGTH];
        point[0] = UNCOMPRESSED;
        put(key.getW().getAffineX(), point, 1);
        put(key.getW().getAffineY(), point, 1 + SCALAR_LENGTH);
        return point;
    }

    static byte[] bytes(ECPrivateKey key) {
        byte[] scalar = new byte[SCALAR_LENGTH];
        put(key.getS(), scalar, 0);
        return scalar;
    }

    /** @return the x coordinate of the shared point, 32 bytes */
    static byte[] agree(ECPrivateKey own, ECPublicKey other) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(own);
            agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** y² = x³ − 3x + b: a point of another, weaker curve could draw the private key out of us bit by bit. */
    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        if (x.compareTo(PRIME) >= 0 || y.compareTo(PRIME) >= 0) {
            return false;
        }
        BigInteger right = x.pow(3)
                .add(PARAMETERS.getCurve().getA().multiply(x))
                .add(PARAMETERS.getCurve().getB())
                .mod(PRIME);
        return y.multiply(y).mod(PRIME).equals(right);
    }

    private static void put(BigInteger number, byte[] target, int offset) {
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, SCALAR_LENGTH);
        System.arraycopy(bytes, bytes.length - length, target, offset + SCALAR_LENGTH - length, length);
    }

    private static ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVE));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
