package io.bloksec.keycloak.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.audit.record.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class AuditKeyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void readsEd25519AsRfc8037Prints() throws Exception {
        // RFC 8037 appendix A.1 to A.3: private key, public key, thumbprint.
        byte[] d = Bytes.parse("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
        byte[] head = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
        byte[] pkcs8 = java.util.Arrays.copyOf(head, head.length + d.length);
        System.arraycopy(d, 0, pkcs8, head.length, d.length);

        AuditKey key = AuditKey.parse(pem(pkcs8));

        assertThat(key.jwk())
                .isEqualTo(JSON.readTree(
                        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"));
        assertThat(key.thumbprint()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void derivesThePublicHalfOfP256() throws Exception {
        // RFC 7515 appendix A.3.1.
        byte[] d = Bytes.parse("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        PrivateKey made = KeyFactory.getInstance("EC")
                .generatePrivate(
                        new ECPrivateKeySpec(new BigInteger(1, d), curve.getParameterSpec(ECParameterSpec.class)));

        AuditKey key = AuditKey.parse(pem(made.getEncoded()));

        assertThat(key.jwk().path("x").asText()).isEqualTo("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
        assertThat(key.jwk().path("y").asText()).isEqualTo("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
    }

    @Test
    void readsWhatItWrites() {
        for (AuditKey key : new AuditKey[] {AuditKey.generate(), AuditKey.generateP256()}) {
            AuditKey read = AuditKey.parse(key.pem());

            assertThat(read.thumbprint()).isEqualTo(key.thumbprint());
            assertThat(PublicJwk.thumbprint(PublicJwk.parse(key.jwk()))).isEqualTo(key.thumbprint());
            assertThat(read.toString()).isEqualTo("audit key " + key.thumbprint());
        }
    }

    @Test
    void refusesOtherKeys() throws Exception {
        KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
        p384.initialize(new ECGenParameterSpec("secp384r1"));
        String pem = pem(p384.generateKeyPair().getPrivate().getEncoded());

        assertThatIllegalArgumentException().isThrownBy(() -> AuditKey.parse(pem));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditKey.parse("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> AuditKey.parse("nothing"));
    }

    @Test
    void refusesAPointBesideTheCurve() {
        var jwk = AuditKey.generateP256().jwk().put("y", "A".repeat(43));

        assertThatIllegalArgumentException().isThrownBy(() -> PublicJwk.parse(jwk));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicJwk.parse(AuditKey.generate().jwk().put("kid", "more")));
    }

    private static String pem(byte[] pkcs8) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";
    }
}
