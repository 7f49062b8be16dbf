package io.bloksec.pushservice;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** P-256 keys and uncompressed points, by way of the SubjectPublicKeyInfo that ends in one (RFC 5480). */
final class EcKeys {

    private static final byte[] INFO_BEFORE_POINT =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
    private static final int POINT_LENGTH = 65;

    private EcKeys() {}

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] point(PublicKey key) {
        byte[] info = key.getEncoded();
        return Arrays.copyOfRange(info, info.length - POINT_LENGTH, info.length);
    }

    /** @throws GeneralSecurityException when it is no uncompressed point of the curve */
    static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
        if (point.length != POINT_LENGTH || point[0] != 4) {
            throw new GeneralSecurityException("not an uncompressed point");
        }
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.writeBytes(INFO_BEFORE_POINT);
        info.writeBytes(point);
        // The key factory checks that the point is on the curve when it decodes.
        return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info.toByteArray()));
    }
}
