package io.bloksec.keycloak.audit.verify;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/**
 * A device's signature that waits to be checked: the costly part, which needs nothing but itself.
 *
 * @param what whose it is, for a finding
 * @param form the JDK's name of the algorithm
 */
record P256Signature(String what, String form, PublicKey key, byte[] message, byte[] signature) {

    /** WebCrypto's: 64 bytes, {@code r ‖ s}. */
    static P256Signature raw(String what, PublicKey key, byte[] message, byte[] signature) {
        return new P256Signature(what, "SHA256withECDSAinP1363Format", key, message, signature);
    }

    /** WebAuthn's: ASN.1. */
    static P256Signature asn1(String what, PublicKey key, byte[] message, byte[] signature) {
        return new P256Signature(what, "SHA256withECDSA", key, message, signature);
    }

    boolean holds() {
        try {
            Signature verifier = Signature.getInstance(form);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
