package io.bloksec.keycloak.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two arithmetics that share no code must agree: Bouncy Castle's, which the verifier uses, and the JDK's. */
class P256SignatureTest {

    private static final BigInteger N =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final byte[] message = "a message".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private final KeyPair keys = keys("secp256r1");

    @Test
    void whatTheJdkSignsHolds() throws Exception {
        assertThat(P256Signature.raw("", keys.getPublic(), message, sign("SHA256withECDSAinP1363Format"))
                        .holds())
                .isTrue();
        assertThat(P256Signature.asn1("", keys.getPublic(), message, sign("SHA256withECDSA"))
                        .holds())
                .isTrue();
    }

    @Test
    void bothJudgeDamagedOnesAlike() throws Exception {
        Random random = new Random(1);
        for (String form : new String[] {"SHA256withECDSAinP1363Format", "SHA256withECDSA"}) {
            for (int i = 0; i < 200; i++) {
                byte[] signature = sign(form);
                signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));

                assertThat(ours(form, signature)).isFalse();
                assertThat(jdk(form, signature)).isFalse();
            }
        }
    }

    /** The signatures that broke others: zero, n, and what is longer or shorter than it must be. */
    @Test
    void refusesNumbersThatAreNone() throws Exception {
        byte[] zero = new byte[64];
        byte[] rIsN = sign("SHA256withECDSAinP1363Format");
        System.arraycopy(N.toByteArray(), 1, rIsN, 0, 32);
        byte[] sIsN = sign("SHA256withECDSAinP1363Format");
        System.arraycopy(N.toByteArray(), 1, sIsN, 32, 32);
        byte[] whole = sign("SHA256withECDSAinP1363Format");
        for (byte[] wrong : new byte[][] {zero, rIsN, sIsN, {}, Arrays.copyOf(whole, 63), Arrays.copyOf(whole, 65)}) {
            assertThat(ours("SHA256withECDSAinP1363Format", wrong)).isFalse();
        }
        byte[] asn1 = sign("SHA256withECDSA");
        assertThat(ours("SHA256withECDSA", Arrays.copyOf(asn1, asn1.length + 1)))
                .isFalse();
        assertThat(ours("SHA256withECDSA", new byte[] {0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00}))
                .isFalse();
    }

    @Test
    void refusesKeysOfOtherCurves() throws Exception {
        byte[] signature = sign("SHA256withECDSA");
        PublicKey other = keys("secp384r1").getPublic();

        assertThat(P256Signature.asn1("", other, message, signature).holds()).isFalse();
    }

    private boolean ours(String form, byte[] signature) {
        return form.endsWith("Format")
                ? P256Signature.raw("", keys.getPublic(), message, signature).holds()
                : P256Signature.asn1("", keys.getPublic(), message, signature).holds();
    }

    private boolean jdk(String form, byte[] signature) throws Exception {
        Signature verifier = Signature.getInstance(form);
        verifier.initVerify(keys.getPublic());
        verifier.update(message);
        try {
            return verifier.verify(signature);
        } catch (java.security.SignatureException e) {
            return false;
        }
    }

    private byte[] sign(String form) throws Exception {
        Signature signer = Signature.getInstance(form);
        signer.initSign(keys.getPrivate());
        signer.update(message);
        return signer.sign();
    }

    private static KeyPair keys(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new java.security.spec.ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
