package io.bloksec.pushservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import org.junit.jupiter.api.Test;

/** The browser reads the example of RFC 8291 section 5, and nothing that was changed on the way. */
class BrowserTest {

    private static final String POINT =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final byte[] BODY =
            Encoding.decode("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
                    + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLV"
                    + "WGNWQexSgSxsj_Qulcy4a-fN");

    private final Browser browser = browser();

    @Test
    void readsTheExampleOfTheRfc() throws RefusedPushException {
        assertThat(browser.decrypt(BODY)).asString().isEqualTo("When I grow up, I want to be a watermelon");
    }

    @Test
    void readsNothingThatWasChanged() {
        for (int i = 0; i < BODY.length; i++) {
            // The record size is not part of what is encrypted; larger is as good.
            if (i < 16 || i > 19) {
                byte[] changed = BODY.clone();
                changed[i] ^= 1;
                assertThatThrownBy(() -> browser.decrypt(changed))
                        .as("byte %d", i)
                        .isInstanceOf(RefusedPushException.class);
            }
        }
    }

    private static Browser browser() {
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            byte[] scalar = Encoding.decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94");
            return new Browser(
                    new KeyPair(
                            EcKeys.publicKey(Encoding.decode(POINT)),
                            KeyFactory.getInstance("EC")
                                    .generatePrivate(new ECPrivateKeySpec(
                                            new BigInteger(1, scalar), curve.getParameterSpec(ECParameterSpec.class)))),
                    Encoding.decode("BTBZMqHH6r4Tts7J_aSIgg"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
