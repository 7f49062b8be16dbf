package io.bloksec.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The structures are read back with the CBOR library and the JDK, not with the code that wrote them. */
class SoftwareAuthenticatorTest {

    private static final byte[] CHALLENGE = new byte[32];
    private static final String ORIGIN = "https://login.example.com";

    private final SoftwareAuthenticator authenticator = SoftwareAuthenticator.generate("login.example.com");

    @Test
    void createsWithoutAttestation() throws Exception {
        ObjectNode message = authenticator.create(CHALLENGE, ORIGIN, null, Tampering.NONE);

        JsonNode object = cbor(decode(message, "attestationObject"));
        assertThat(object.path("fmt").asText()).isEqualTo("none");
        assertThat(object.path("attStmt").isObject()).isTrue();
        assertThat(object.path("attStmt")).isEmpty();
        byte[] data = object.path("authData").binaryValue();
        assertThat(Arrays.copyOf(data, 32)).isEqualTo(sha256("login.example.com".getBytes(StandardCharsets.UTF_8)));
        assertThat(data[32]).isEqualTo((byte) 0x45);
        assertThat(ByteBuffer.wrap(data).getInt(33)).isEqualTo(1);
        assertThat(Arrays.copyOfRange(data, 37, 53)).isEqualTo(new byte[16]);
        assertThat(ByteBuffer.wrap(data).getShort(53)).isEqualTo((short) 32);
        assertThat(Arrays.copyOfRange(data, 55, 87)).isEqualTo(authenticator.credentialId());
        JsonNode cose = cbor(Arrays.copyOfRange(data, 87, data.length));
        assertThat(cose.path("1").asInt()).isEqualTo(2);
        assertThat(cose.path("3").asInt()).isEqualTo(-7);
        assertThat(cose.path("-1").asInt()).isEqualTo(1);
        assertThat(cose.path("-2").binaryValue()).isEqualTo(Es256.x(authenticator.publicKey()));
        assertThat(cose.path("-3").binaryValue()).isEqualTo(Es256.y(authenticator.publicKey()));
        assertThat(new String(decode(message, "clientDataJSON"), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"webauthn.create\",\"challenge\":\"" + "A".repeat(43)
                        + "\",\"origin\":\"https://login.example.com\",\"crossOrigin\":false}");
    }

    @Test
    void theCborIsTheCanonicalOneOfCtap() throws Exception {
        ObjectNode message = authenticator.create(CHALLENGE, ORIGIN, null, Tampering.NONE);

        String hex = HexFormat.of().formatHex(decode(message, "attestationObject"));
        // A map of 3, "fmt": "none", "attStmt": {}, "authData": a byte string with one byte of length.
        assertThat(hex)
                .startsWith("a3" + "63666d74" + "646e6f6e65" + "67" + "61747453746d74" + "a0" + "68"
                        + "6175746844617461" + "58a4");
        // {1: 2, 3: -7, -1: 1, -2: 32 bytes, -3: 32 bytes}
        assertThat(hex).contains("a5" + "0102" + "0326" + "2001" + "215820");
    }

    @Test
    void attestsAsPacked() throws Exception {
        AttestationAuthority authority = AttestationAuthority.create();
        ObjectNode message = authenticator.create(CHALLENGE, ORIGIN, authority, Tampering.NONE);

        JsonNode object = cbor(decode(message, "attestationObject"));
        assertThat(object.path("fmt").asText()).isEqualTo("packed");
        JsonNode statement = object.path("attStmt");
        assertThat(statement.path("alg").asInt()).isEqualTo(-7);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate leaf = (X509Certificate) factory.generateCertificate(
                new ByteArrayInputStream(statement.path("x5c").path(0).binaryValue()));
        byte[] data = object.path("authData").binaryValue();
        assertThat(verifies(
                        leaf.getPublicKey(),
                        statement.path("sig").binaryValue(),
                        data,
                        sha256(decode(message, "clientDataJSON"))))
                .isTrue();
        assertThat(leaf.getVersion()).isEqualTo(3);
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getSubjectX500Principal().getName())
                .isEqualTo("CN=Simulated authenticator,OU=Authenticator Attestation,O=Simulated,C=AQ");
        assertThat(leaf.getExtensionValue("1.3.6.1.4.1.45724.1.1.4"))
                .isEqualTo(Bytes.concat(new byte[] {4, 18, 4, 16}, Arrays.copyOfRange(data, 37, 53)));
        X509Certificate root = (X509Certificate) factory.generateCertificate(
                new ByteArrayInputStream(authority.rootPem().getBytes(StandardCharsets.US_ASCII)));
        assertThat(root).isEqualTo(authority.root());
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        assertThat(CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(List.of(leaf)), parameters))
                .isNotNull();
    }

    @Test
    void assertsAndCounts() throws Exception {
        for (int use = 1; use <= 3; use++) {
            ObjectNode message = authenticator.get(CHALLENGE, ORIGIN, Tampering.NONE);
            byte[] data = decode(message, "authenticatorData");
            assertThat(data).hasSize(37);
            assertThat(data[32]).isEqualTo((byte) 0x05);
            assertThat(ByteBuffer.wrap(data).getInt(33)).isEqualTo(use);
            assertThat(verifies(
                            authenticator.publicKey(),
                            decode(message, "signature"),
                            data,
                            sha256(decode(message, "clientDataJSON"))))
                    .isTrue();
        }
    }

    @Test
    void aSyncedKeySaysSoAndDoesNotCount() {
        authenticator.synced();
        for (int use = 0; use < 2; use++) {
            byte[] data = decode(authenticator.get(CHALLENGE, ORIGIN, Tampering.NONE), "authenticatorData");
            assertThat(data[32]).isEqualTo((byte) 0x1D);
            assertThat(ByteBuffer.wrap(data).getInt(33)).isZero();
        }
    }

    @Test
    void whatIsTamperedWithBeforeSigningIsSigned() throws Exception {
        ObjectNode message = authenticator.get(CHALLENGE, ORIGIN, new Tampering() {
            @Override
            public void clientData(ObjectNode clientData) {
                clientData.put("origin", "https://phish.example").remove("crossOrigin");
            }

            @Override
            public byte[] authenticatorData(byte[] data) {
                data[32] = 0;
                return data;
            }
        });

        assertThat(new String(decode(message, "clientDataJSON"), StandardCharsets.UTF_8))
                .contains("https://phish.example")
                .doesNotContain("crossOrigin");
        assertThat(verifies(
                        authenticator.publicKey(),
                        decode(message, "signature"),
                        decode(message, "authenticatorData"),
                        sha256(decode(message, "clientDataJSON"))))
                .isTrue();
    }

    private static boolean verifies(PublicKey key, byte[] signed, byte[]... parts) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(key);
        for (byte[] part : parts) {
            signature.update(part);
        }
        return signature.verify(signed);
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static JsonNode cbor(byte[] bytes) throws Exception {
        return new CBORMapper().readTree(bytes);
    }

    private static byte[] decode(ObjectNode message, String member) {
        return Base64.getUrlDecoder().decode(message.path(member).asText());
    }
}
