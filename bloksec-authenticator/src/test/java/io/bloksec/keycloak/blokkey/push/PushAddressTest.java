package io.bloksec.keycloak.blokkey.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushAddressTest {

    private static final PushAddress ADDRESS =
            PushAddress.webPush("https://fcm.googleapis.com/fcm/send/resource", "the-key", "the-secret");

    @Test
    void isReadAsItWasWritten() {
        assertThat(PushAddress.parse(ADDRESS.toJson())).isEqualTo(ADDRESS);
        assertThat(ADDRESS.toJson())
                .isEqualTo("{\"kind\":\"webpush\",\"auth\":\"the-secret\","
                        + "\"endpoint\":\"https://fcm.googleapis.com/fcm/send/resource\",\"p256dh\":\"the-key\"}");
        assertThat(PushAddress.parse("{\"kind\":\"log\"}")).isEqualTo(PushAddress.log());
        assertThat(PushAddress.parse("{\"token\":\"t\",\"kind\":\"fcm\"}")).isEqualTo(PushAddress.fcm("t"));
    }

    @Test
    void aTextShowsTheKindAlone() {
        assertThat(ADDRESS).hasToString("PushAddress[webpush]");
        assertThat(PushAddress.fcm("the-token").toString()).doesNotContain("the-token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"webpush\"",
                "{",
                "{}",
                "{\"kind\":null}",
                "{\"kind\":7}",
                "{\"kind\":\"\"}",
                "{\"kind\":\"Web Push\"}",
                "{\"kind\":\"fcm\"} {}",
                "{\"kind\":\"fcm\",\"token\":\"\"}",
                "{\"kind\":\"fcm\",\"token\":5}",
                "{\"kind\":\"fcm\",\"token\":{\"a\":\"b\"}}",
                "{\"kind\":\"fcm\",\"token\":\"a\\nb\"}",
                "{\"kind\":\"fcm\",\"token\":\"a\",\"token\":\"b\"}",
                "{\"kind\":\"fcm\",\"to ken\":\"a\"}",
            })
    void refusesWhatIsNotOneFlatObjectOfStrings(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> PushAddress.parse(json));
    }

    @Test
    void refusesWhatIsTooMuch() {
        Map<String, String> many = IntStream.range(0, 9).boxed().collect(Collectors.toMap(i -> "v" + i, i -> "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> new PushAddress("fcm", many));
        assertThatIllegalArgumentException().isThrownBy(() -> PushAddress.fcm("x".repeat(1025)));
        assertThatIllegalArgumentException().isThrownBy(() -> PushAddress.parse(null));
        Map<String, String> large =
                IntStream.range(0, 4).boxed().collect(Collectors.toMap(i -> "v" + i, i -> "x".repeat(1000)));
        String json = new PushAddress("fcm", large).toJson();
        assertThatIllegalArgumentException().isThrownBy(() -> PushAddress.parse(json));
    }

    @Test
    void aRefusalRepeatsNoValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PushAddress.parse("{\"kind\":\"fcm\",\"token\":\"my-token\" oops"))
                .withMessageNotContaining("my-token")
                .withNoCause();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PushAddress.fcm("my-token\n"))
                .withMessageNotContaining("my-token");
    }

    @Test
    void aMissingValueIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PushAddress.log().value("endpoint"))
                .withMessageContaining("endpoint");
    }
}
