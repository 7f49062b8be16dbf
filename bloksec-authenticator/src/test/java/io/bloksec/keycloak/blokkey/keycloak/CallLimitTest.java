package io.bloksec.keycloak.blokkey.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Exists because a limit that never bites protects nothing, and one that never ends locks people out. */
class CallLimitTest {

    private final CallLimit limit = new CallLimit(3, 1_000);

    @Test
    void bitesAndLetsGo() {
        assertThat(IntStream.range(0, 5)
                        .filter(i -> limit.allows("192.0.2.1", 0))
                        .count())
                .isEqualTo(3);
        assertThat(limit.allows("192.0.2.2", 0)).as("another address").isTrue();
        assertThat(limit.allows("192.0.2.1", 999)).isFalse();
        assertThat(limit.allows("192.0.2.1", 1_000)).isTrue();
    }
}
