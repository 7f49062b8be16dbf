package io.bloksec.keycloak.audit.chain;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/**
 * The public half of an elliptic curve key, which the JDK does not compute: double and add on affine points (SEC 1 section 2.2.1). It
 * runs once when a key is read from its file, and its time tells about the key: not for signing.
 */
final class P256Point {

    private static final BigInteger THREE = BigInteger.valueOf(3);

    private P256Point() {}

    /** @throws IllegalArgumentException when the key is not of P-256 */
    static PublicKey publicKey(ECPrivateKey key) throws GeneralSecurityException {
        ECParameterSpec curve = key.getParams();
        ECPoint sum = null;
        ECPoint power = curve.getGenerator();
        for (int bit = 0; bit < key.getS().bitLength(); bit++) {
            if (key.getS().testBit(bit)) {
                sum = add(curve, sum, power);
            }
            power = add(curve, power, power);
        }
        if (sum == null) {
            throw new IllegalArgumentException("neither an Ed25519 nor a P-256 private key");
        }
        PublicKey made = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(sum, curve));
        // Refuses other curves.
        PublicJwk.of(made);
        return made;
    }

    private static ECPoint add(ECParameterSpec curve, ECPoint a, ECPoint b) {
        if (a == null) {
            return b;
        }
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger slope = a.equals(b)
                ? a.getAffineX()
                        .pow(2)
                        .multiply(THREE)
                        .add(curve.getCurve().getA())
                        .multiply(a.getAffineY().shiftLeft(1).modInverse(p))
                : b.getAffineY()
                        .subtract(a.getAffineY())
                        .multiply(b.getAffineX().subtract(a.getAffineX()).modInverse(p));
        BigInteger x =
                slope.pow(2).subtract(a.getAffineX()).subtract(b.getAffineX()).mod(p);
        BigInteger y = slope.multiply(a.getAffineX().subtract(x))
                .subtract(a.getAffineY())
                .mod(p);
        return new ECPoint(x, y);
    }
}
