package io.bloksec.keycloak.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Canonical;
import io.bloksec.keycloak.audit.record.Hashes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** A public key as a JWK of the members that RFC 7638 hashes, and no others: P-256 (RFC 7518 section 6.2) or Ed25519 (RFC 8037). */
public final class PublicJwk {

    private static final int LENGTH = 32;
    /** RFC 8410: what stands before the 32 bytes of an Ed25519 key in X.509. */
    private static final byte[] ED25519_HEAD = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private static final ECParameterSpec P256 = p256();

    private PublicJwk() {}

    /**
     * {@code kty}, {@code crv}, {@code x}, and {@code y} of P-256.
     *
     * @throws IllegalArgumentException when the key is of another kind
     */
    public static ObjectNode of(PublicKey key) {
        ObjectNode jwk = JsonNodeFactory.instance.objectNode();
        if (key instanceof EdECPublicKey) {
            byte[] encoded = key.getEncoded();
            if (encoded.length == ED25519_HEAD.length + LENGTH
                    && Arrays.equals(encoded, 0, ED25519_HEAD.length, ED25519_HEAD, 0, ED25519_HEAD.length)) {
                byte[] x = Arrays.copyOfRange(encoded, ED25519_HEAD.length, encoded.length);
                return jwk.put("crv", "Ed25519").put("kty", "OKP").put("x", Bytes.text(x));
            }
        } else if (key instanceof ECPublicKey ec && isOnCurve(ec.getW())) {
            return jwk.put("crv", "P-256")
                    .put("kty", "EC")
                    .put("x", coordinate(ec.getW().getAffineX()))
                    .put("y", coordinate(ec.getW().getAffineY()));
        }
        throw new IllegalArgumentException("neither an Ed25519 nor a P-256 key");
    }

    /** @throws IllegalArgumentException when it is not such a JWK, has further members, or is no point of the curve */
    public static PublicKey parse(JsonNode jwk) {
        try {
            if (has(jwk, "OKP", "Ed25519", 3)) {
                byte[] encoded = Arrays.copyOf(ED25519_HEAD, ED25519_HEAD.length + LENGTH);
                System.arraycopy(coordinate(jwk, "x"), 0, encoded, ED25519_HEAD.length, LENGTH);
                return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            }
            if (has(jwk, "EC", "P-256", 4)) {
                return p256(coordinate(jwk, "x"), coordinate(jwk, "y"));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key", e);
        }
        throw new IllegalArgumentException("neither an Ed25519 nor a P-256 JWK of its necessary members alone");
    }

    /**
     * @param x 32 bytes
     * @param y 32 bytes
     * @throws IllegalArgumentException when that is no point of P-256
     */
    public static PublicKey p256(byte[] x, byte[] y) {
        ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
        if (!isOnCurve(point)) {
            throw new IllegalArgumentException("not a point on P-256");
        }
        try {
            return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, P256));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key", e);
        }
    }

    /** RFC 7638 with SHA-256, base64url. */
    public static String thumbprint(PublicKey key) {
        return thumbprint(of(key));
    }

    /** @param jwk of the necessary members alone */
    public static String thumbprint(JsonNode jwk) {
        return Bytes.text(Hashes.sha256().digest(Canonical.bytes(jwk)));
    }

    private static boolean has(JsonNode jwk, String kind, String curve, int members) {
        return jwk.isObject()
                && jwk.size() == members
                && kind.equals(jwk.path("kty").textValue())
                && curve.equals(jwk.path("crv").textValue());
    }

    private static byte[] coordinate(JsonNode jwk, String name) {
        return Bytes.parse(jwk.path(name).textValue(), LENGTH);
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[LENGTH];
        int length = Math.min(bytes.length, LENGTH);
        System.arraycopy(bytes, bytes.length - length, fixed, LENGTH - length, length);
        return Bytes.text(fixed);
    }

    private static boolean isOnCurve(ECPoint point) {
        EllipticCurve curve = P256.getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        if (x == null || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        return y.pow(2).subtract(right).mod(p).signum() == 0;
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
