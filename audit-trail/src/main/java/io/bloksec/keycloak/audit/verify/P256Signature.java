package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.record.Hashes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * A device's signature that waits to be checked, ECDSA with SHA-256 on P-256: the costly part, which needs nothing but itself. Bouncy
 * Castle's arithmetic takes a tenth of the time of Java 17's own, which is what an auditor waits for.
 *
 * @param what whose it is, for a finding
 * @param form how {@code r} and {@code s} are written
 */
record P256Signature(String what, Form form, PublicKey key, byte[] message, byte[] signature)
        implements StatementSignature {

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    private static final int NUMBER = 32;

    /** The two forms that statements have. */
    enum Form {
        /** WebCrypto's: 64 bytes, {@code r ‖ s}. */
        RAW,
        /** WebAuthn's: ASN.1, DER. */
        ASN1
    }

    static P256Signature raw(String what, PublicKey key, byte[] message, byte[] signature) {
        return new P256Signature(what, Form.RAW, key, message, signature);
    }

    static P256Signature asn1(String what, PublicKey key, byte[] message, byte[] signature) {
        return new P256Signature(what, Form.ASN1, key, message, signature);
    }

    @Override
    public boolean holds() {
        if (!(key instanceof ECPublicKey ec)) {
            return false;
        }
        try {
            BigInteger[] numbers =
                    form == Form.RAW ? numbers() : StandardDSAEncoding.INSTANCE.decode(DOMAIN.getN(), signature);
            ECPoint point = ec.getW();
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(
                    false,
                    new ECPublicKeyParameters(
                            CURVE.getCurve().validatePoint(point.getAffineX(), point.getAffineY()), DOMAIN));
            // Refuses numbers outside of 1 to n − 1.
            return verifier.verifySignature(Hashes.sha256().digest(message), numbers[0], numbers[1]);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private BigInteger[] numbers() {
        if (signature.length != 2 * NUMBER) {
            throw new IllegalArgumentException("not 64 bytes");
        }
        return new BigInteger[] {
            new BigInteger(1, Arrays.copyOf(signature, NUMBER)),
            new BigInteger(1, Arrays.copyOfRange(signature, NUMBER, 2 * NUMBER))
        };
    }
}
