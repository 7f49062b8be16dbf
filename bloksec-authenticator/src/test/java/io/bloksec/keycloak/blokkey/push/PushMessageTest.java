package io.bloksec.keycloak.blokkey.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushMessageTest {

    private static final String REQUEST = "AAAAAAAAAAAAAAAAAAAAAA";

    @Test
    void carriesTheReferenceAndNothingElse() {
        assertThat(PushMessage.of(REQUEST, 60).payload())
                .asString()
                .isEqualTo("{\"v\":1,\"r\":\"AAAAAAAAAAAAAAAAAAAAAA\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "AAAAAAAAAAAAAAAAAAAAA\"", "AAAAAAAAAAAAAAAAAAAAAAA"})
    void takesNoOtherReference(String request) {
        assertThatIllegalArgumentException().isThrownBy(() -> PushMessage.of(request, 60));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 86_401})
    void takesNoOtherLife(int seconds) {
        assertThatIllegalArgumentException().isThrownBy(() -> PushMessage.of(REQUEST, seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "line\r\nInjected: header", "abcdefghijklmnopqrstuvwxyz-0123456"})
    void takesNoOtherTopic(String topic) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PushMessage(REQUEST, 60, topic));
    }
}
