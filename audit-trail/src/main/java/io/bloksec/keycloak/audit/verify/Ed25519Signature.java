package io.bloksec.keycloak.audit.verify;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A badge's or its person's signature, by the one rule of docs/protocol/blokbadge-v1.md: 64 bytes, a key that passes Bouncy Castle's full
 * validation, and the JDK accepts; any exception means no. The key is judged here too, so that this does not rest on the server's having
 * done it.
 */
record Ed25519Signature(String what, byte[] key, byte[] message, byte[] signature) implements StatementSignature {

    private static final int KEY = 32;
    private static final int SIGNATURE = 64;

    /** What stands before the key in a SubjectPublicKeyInfo, RFC 8410 section 4. */
    private static final byte[] HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

    @Override
    public boolean holds() {
        if (key.length != KEY || signature.length != SIGNATURE || !Ed25519.validatePublicKeyFull(key, 0)) {
            return false;
        }
        byte[] encoded = Arrays.copyOf(HEADER, HEADER.length + KEY);
        System.arraycopy(key, 0, encoded, HEADER.length, KEY);
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
