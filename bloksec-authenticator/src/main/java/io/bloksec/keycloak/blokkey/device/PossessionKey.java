package io.bloksec.keycloak.blokkey.device;

import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;

/**
 * The public half of a key that says "the same device as before": ECDSA on P-256, whose algorithm is fixed by what is stored and
 * never read from a message.
 *
 * @param x base64url of 32 bytes
 * @param y base64url of 32 bytes
 */
public record PossessionKey(String x, String y) {

    private static final int COORDINATE = 32;
    private static final ECParameterSpec P256 = p256();

    /** @throws IllegalArgumentException when the coordinates are not those of a point on P-256 */
    public PossessionKey {
        ECPoint point = new ECPoint(coordinate(x), coordinate(y));
        if (!isOnCurve(point)) {
            throw new IllegalArgumentException("not a point on P-256");
        }
    }

    /** RFC 7638, SHA-256, base64url. */
    public String thumbprint() {
        String members = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
        try {
            return Bytes.text(MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * ECDSA with SHA-256 over the message.
     *
     * @param signature 64 bytes, {@code r ‖ s} (IEEE P1363), as JWS and WebCrypto write it
     */
    public boolean verifies(byte[] message, byte[] signature) {
        if (signature.length != 2 * COORDINATE) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(publicKey());
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private ECPublicKey publicKey() throws GeneralSecurityException {
        return (ECPublicKey) KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(new ECPoint(coordinate(x), coordinate(y)), P256));
    }

    private static BigInteger coordinate(String text) {
        byte[] bytes = Bytes.parse(text);
        if (bytes.length != COORDINATE) {
            throw new IllegalArgumentException("not 32 bytes");
        }
        return new BigInteger(1, bytes);
    }

    private static boolean isOnCurve(ECPoint point) {
        EllipticCurve curve = P256.getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger px = point.getAffineX();
        BigInteger py = point.getAffineY();
        if (px.compareTo(p) >= 0 || py.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = px.pow(3).add(curve.getA().multiply(px)).add(curve.getB());
        return py.pow(2).subtract(right).mod(p).signum() == 0;
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
