package io.bloksec.phone;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * An invented maker of authenticators: a root certificate, and an attestation certificate below it as WebAuthn Level 3
 * section 8.2.1 asks. A realm that lists {@link #rootPem()} can grade this phone's devices as attested. It says nothing
 * about hardware, of which there is none.
 */
public final class AttestationAuthority {

    static final byte[] AAGUID = {
        0x62, 0x6c, 0x6f, 0x6b, 0x6b, 0x65, 0x79, 0x2d, 0x73, 0x69, 0x6d, 0x75, 0x6c, 0x61, 0x74, 0x65
    };

    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final byte[] ROOT_NAME = name("Simulated authenticators", "Simulated attestation root");
    private static final byte[] LEAF_NAME = name("Authenticator Attestation", "Simulated authenticator");

    private final KeyPair attestationKeys = Es256.generate();
    private final X509Certificate root;
    private final X509Certificate attestation;

    private AttestationAuthority() {
        KeyPair rootKeys = Es256.generate();
        root = certificate(
                ROOT_NAME,
                rootKeys.getPublic(),
                rootKeys,
                // Critical: a certificate authority that signs certificates.
                Der.sequence(Der.oid("2.5.29.19"), Der.bool(true), Der.octets(Der.sequence(Der.bool(true)))),
                Der.sequence(Der.oid("2.5.29.15"), Der.bool(true), Der.octets(Der.bits(2, new byte[] {0x04}))));
        attestation = certificate(
                LEAF_NAME,
                attestationKeys.getPublic(),
                rootKeys,
                Der.sequence(Der.oid("2.5.29.19"), Der.bool(true), Der.octets(Der.sequence())),
                // id-fido-gen-ce-aaguid
                Der.sequence(Der.oid("1.3.6.1.4.1.45724.1.1.4"), Der.octets(Der.octets(AAGUID))));
    }

    /** An authority with keys of its own. */
    public static AttestationAuthority create() {
        return new AttestationAuthority();
    }

    /** @return what a realm trusts to call a key attested */
    public X509Certificate root() {
        return root;
    }

    /** @return {@link #root()} in PEM */
    public String rootPem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(root.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return {@code x5c}: the attestation certificate, without the root */
    public List<X509Certificate> chain() {
        return List.of(attestation);
    }

    byte[] sign(byte[] data) {
        return Es256.sign(Es256.DER, attestationKeys.getPrivate(), data);
    }

    private static byte[] name(String unit, String commonName) {
        return Der.sequence(
                Der.set(Der.sequence(Der.oid("2.5.4.6"), Der.printable("AQ"))),
                Der.set(Der.sequence(Der.oid("2.5.4.10"), Der.utf8("Simulated"))),
                Der.set(Der.sequence(Der.oid("2.5.4.11"), Der.utf8(unit))),
                Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(commonName))));
    }

    private static X509Certificate certificate(
            byte[] subject, PublicKey key, KeyPair issuerKeys, byte[]... extensions) {
        Instant now = Instant.now();
        byte[] unsigned = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(1, Bytes.random(16)).setBit(126)),
                ECDSA_WITH_SHA256,
                ROOT_NAME,
                Der.sequence(Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(Duration.ofDays(3650)))),
                subject,
                key.getEncoded(),
                Der.explicit(3, Der.sequence(extensions)));
        byte[] signature = Es256.sign(Es256.DER, issuerKeys.getPrivate(), unsigned);
        byte[] signed = Der.sequence(unsigned, ECDSA_WITH_SHA256, Der.bits(0, signature));
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
