package io.bloksec.keycloak.audit.chain;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;

/** The JWS algorithms of an audit key; the key decides which, never the message. */
enum SignatureAlgorithm {
    /** RFC 8037, Ed25519. */
    EDDSA("EdDSA", "Ed25519"),
    /** RFC 7518 section 3.4; a signature is 64 bytes, {@code r ‖ s}. */
    ES256("ES256", "SHA256withECDSAinP1363Format");

    private final String label;
    private final String ofJdk;

    SignatureAlgorithm(String label, String ofJdk) {
        this.label = label;
        this.ofJdk = ofJdk;
    }

    static SignatureAlgorithm of(PublicKey key) {
        return key instanceof ECKey ? ES256 : EDDSA;
    }

    /** As in a JWS header. */
    String label() {
        return label;
    }

    byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(ofJdk);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The audit key does not sign", e);
        }
    }

    boolean verify(PublicKey key, byte[] message, byte[] signed) {
        if (signed.length != 64) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ofJdk);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
