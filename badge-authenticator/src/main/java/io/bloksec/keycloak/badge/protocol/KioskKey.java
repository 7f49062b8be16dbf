package io.bloksec.keycloak.badge.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/**
 * A registered workstation's public key: a point of P-256, uncompressed (SEC 1, section 2.3.3), 65 bytes. Its signatures are ECDSA with
 * SHA-256 in the form {@code r ‖ s}, 64 bytes, as browsers make them.
 */
public final class KioskKey {

    public static final int LENGTH = 65;
    public static final int SIGNATURE_LENGTH = 64;

    private static final int COORDINATE = 32;

    private final byte[] point;

    /** @throws IllegalArgumentException when it is no point of the curve in this form */
    public KioskKey(byte[] point) {
        Crypto.checkLength(point, LENGTH, "A kiosk's key");
        if (point[0] != 4
                || !CustomNamedCurves.getByName("secp256r1")
                        .getCurve()
                        .decodePoint(point)
                        .isValid()) {
            throw new IllegalArgumentException("A kiosk's key is an uncompressed point of P-256");
        }
        this.point = point.clone();
    }

    public byte[] bytes() {
        return point.clone();
    }

    /** Never throws for what somebody sent. */
    public boolean verifies(byte[] message, byte[] signature) {
        if (signature == null || signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(publicKey());
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** What administrator and workstation compare: the first 8 bytes of the key's SHA-256, {@code 1a2b 3c4d 5e6f 7081}. */
    public String fingerprint() {
        String hex = HexFormat.of().formatHex(Crypto.sha256(point), 0, 8);
        return String.join(" ", hex.substring(0, 4), hex.substring(4, 8), hex.substring(8, 12), hex.substring(12));
    }

    /** RFC 7517, with the members that a thumbprint has (RFC 7638). */
    public ObjectNode jwk() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("crv", "P-256")
                .put("kty", "EC")
                .put("x", Crypto.base64url(coordinate(0)))
                .put("y", Crypto.base64url(coordinate(1)));
    }

    private byte[] coordinate(int index) {
        return Arrays.copyOfRange(point, 1 + index * COORDINATE, 1 + (index + 1) * COORDINATE);
    }

    private PublicKey publicKey() throws GeneralSecurityException {
        java.security.AlgorithmParameters curve = java.security.AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint at = new ECPoint(new BigInteger(1, coordinate(0)), new BigInteger(1, coordinate(1)));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(at, curve.getParameterSpec(ECParameterSpec.class)));
    }
}
