package io.bloksec.keycloak.badge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a browser a workstation, to the byte. */
class PairingTest {

    private static final JsonNode VECTOR = Vectors.get("pairing");

    @Test
    void textAndMacAreThoseOfTheVectors() {
        RealmId realm = new RealmId(Vectors.text(VECTOR, "realmId"));
        String code = Vectors.text(VECTOR, "code");
        KioskKey key = new KioskKey(Vectors.hex(VECTOR, "key"));
        byte[] master = new byte[32];
        Arrays.fill(master, (byte) 7);
        byte[] codeKey = new MasterKey(1, master).derive(MasterKey.Purpose.PAIRING_CODE, realm);

        assertThat(PairingCode.mac(codeKey, realm, code)).isEqualTo(Vectors.hex(VECTOR, "mac"));
        assertThat(new String(
                        PairingText.of(realm, Vectors.text(VECTOR, "origin"), code, key), StandardCharsets.US_ASCII))
                .isEqualTo(Vectors.text(VECTOR, "text"));
        assertThat(key.fingerprint()).isEqualTo(Vectors.text(VECTOR, "fingerprint"));
    }

    @Test
    void codesHaveTenSignsThatNobodyConfuses() {
        for (int i = 0; i < 200; i++) {
            String code = PairingCode.random();
            assertThat(code).matches("[ABCDEFGHJKMNPQRSTVWXYZ2-9]{10}");
            assertThat(PairingCode.of(PairingCode.spaced(code).toLowerCase())).contains(code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ABCDEFGH2", "ABCDEFGH233", "ABCDEFGHI2", "ABCDEFGH20", "ABCDEFGH2é"})
    void whatCannotBeACodeIsNone(String typed) {
        assertThat(PairingCode.of(typed)).isEmpty();
    }

    @Test
    void signaturesOfThisKeyAloneAreGood() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        KioskKey key = new KioskKey(point((ECPublicKey) pair.getPublic()));
        byte[] text = "text".getBytes(StandardCharsets.US_ASCII);
        Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
        signer.initSign(pair.getPrivate());
        signer.update(text);
        byte[] signature = signer.sign();

        assertThat(key.verifies(text, signature)).isTrue();
        assertThat(key.verifies("other".getBytes(StandardCharsets.US_ASCII), signature))
                .isFalse();
        assertThat(new KioskKey(Vectors.hex(VECTOR, "key")).verifies(text, signature))
                .isFalse();
        assertThat(key.verifies(text, new byte[64])).isFalse();
        assertThat(key.verifies(text, Arrays.copyOf(signature, 63))).isFalse();
        assertThat(key.verifies(text, null)).isFalse();
    }

    @Test
    void whatIsNoPointOfTheCurveIsNoKey() {
        byte[] point = Vectors.hex(VECTOR, "key");
        byte[] off = point.clone();
        off[64] ^= 1;
        byte[] compressed = point.clone();
        compressed[0] = 2;
        for (byte[] each : new byte[][] {off, compressed, new byte[65], Arrays.copyOf(point, 33), null}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new KioskKey(each));
        }
    }

    private static byte[] point(ECPublicKey key) {
        byte[] point = new byte[65];
        point[0] = 4;
        copy(key.getW().getAffineX().toByteArray(), point, 1);
        copy(key.getW().getAffineY().toByteArray(), point, 33);
        return point;
    }

    private static void copy(byte[] number, byte[] to, int at) {
        int length = Math.min(number.length, 32);
        System.arraycopy(number, number.length - length, to, at + 32 - length, length);
    }
}
