package io.bloksec.keycloak.blokkey.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The examples of RFC 8188 section 3.1 and RFC 8291 section 5 with its appendix A, byte by byte. */
class EncryptionTest {

    private static final String RECEIVER =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String RECEIVER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    private static final String SENDER =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
    private static final PushAddress ADDRESS = PushAddress.webPush("https://push.example.net/x", RECEIVER, AUTH);

    @Test
    void encryptsTheExampleOfRfc8188() {
        byte[] body = Aes128Gcm.encrypt(
                Bytes.parse("yqdlZ-tYemfogSmv7Ws5PQ"),
                Bytes.parse("I1BsxtFttlv3u_Oo94xnmw"),
                new byte[0],
                ascii("I am the walrus"));

        assertThat(Bytes.text(body))
                .isEqualTo("I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg");
    }

    @Test
    void encryptsTheExampleOfRfc8291() {
        KeyPair sender = new KeyPair(P256.publicKey(Bytes.parse(SENDER)), P256.privateKey(Bytes.parse(SENDER_PRIVATE)));

        byte[] body = Receiver.of(ADDRESS)
                .encrypt(ascii("When I grow up, I want to be a watermelon"), sender, Bytes.parse(SALT));

        assertThat(Bytes.text(body))
                .isEqualTo("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWA"
                        + "mS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Q"
                        + "ulcy4a-fN");
    }

    @Test
    void agreesAndDerivesAsInAppendixA() {
        byte[] shared = P256.agree(P256.privateKey(Bytes.parse(SENDER_PRIVATE)), P256.publicKey(Bytes.parse(RECEIVER)));
        assertThat(Bytes.text(shared)).isEqualTo("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        assertThat(P256.agree(P256.privateKey(Bytes.parse(RECEIVER_PRIVATE)), P256.publicKey(Bytes.parse(SENDER))))
                .isEqualTo(shared);

        byte[] info = concat(ascii("WebPush: info\0"), Bytes.parse(RECEIVER), Bytes.parse(SENDER));
        byte[] input = Hkdf.derive(Bytes.parse(AUTH), shared, info, 32);
        assertThat(Bytes.text(input)).isEqualTo("S4lYMb_L0FxCeq0WhDx813KgSYqU26kOyzWUdsXYyrg");
        byte[] salt = Bytes.parse(SALT);
        assertThat(Bytes.text(Hkdf.derive(salt, input, ascii("Content-Encoding: aes128gcm\0"), 16)))
                .isEqualTo("oIhVW04MRdy2XN9CiKLxTg");
        assertThat(Bytes.text(Hkdf.derive(salt, input, ascii("Content-Encoding: nonce\0"), 12)))
                .isEqualTo("4h_95klXJ5E_qnoN");
    }

    @Test
    void noTwoPushesAreAlike() {
        Receiver receiver = Receiver.of(ADDRESS);
        byte[] one = receiver.encrypt(ascii("same"));
        byte[] two = receiver.encrypt(ascii("same"));
        assertThat(Arrays.copyOf(one, 16)).as("salt").isNotEqualTo(Arrays.copyOf(two, 16));
        assertThat(Arrays.copyOfRange(one, 21, 86)).as("key").isNotEqualTo(Arrays.copyOfRange(two, 21, 86));
    }

    @Test
    void fillsNoMoreThanAPushServiceMustTake() {
        Receiver receiver = Receiver.of(ADDRESS);
        assertThat(receiver.encrypt(new byte[3993])).hasSize(4096);
        assertThatIllegalArgumentException().isThrownBy(() -> receiver.encrypt(new byte[3994]));
    }

    @Test
    void takesNoKeyThatIsNotOnTheCurve() {
        byte[] point = Bytes.parse(RECEIVER);
        byte[] off = point.clone();
        off[64] ^= 1;
        byte[] compressed = Arrays.copyOf(point, 33);
        compressed[0] = 2;
        byte[] hybrid = point.clone();
        hybrid[0] = 6;
        byte[] origin = new byte[65];
        origin[0] = 4;
        byte[] beyondField = new byte[65];
        Arrays.fill(beyondField, (byte) 0xff);
        beyondField[0] = 4;
        for (byte[] key : new byte[][] {off, compressed, hybrid, origin, beyondField, {0}, {}, new byte[66]}) {
            assertThatIllegalArgumentException().isThrownBy(() -> P256.publicKey(key));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Receiver.of(PushAddress.webPush("https://x", Bytes.text(key), AUTH)));
        }
    }

    @Test
    void takesNoSecretOfAnotherLength() {
        for (String auth :
                new String[] {"BTBZMqHH6r4Tts7J_aSI", "BTBZMqHH6r4Tts7J_aSIggA", "+/+/", "BTBZMqHH6r4Tts7J_aSIgg=="}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Receiver.of(PushAddress.webPush("https://x", RECEIVER, auth)));
        }
    }

    @Test
    void writesKeysAtFullLength() {
        for (int i = 0; i < 600; i++) {
            ECPublicKey key = (ECPublicKey) P256.generate().getPublic();
            assertThat(P256.publicKey(P256.bytes(key)).getW()).isEqualTo(key.getW());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            byte[] longer = Arrays.copyOf(all, all.length + part.length);
            System.arraycopy(part, 0, longer, all.length, part.length);
            all = longer;
        }
        return all;
    }
}
