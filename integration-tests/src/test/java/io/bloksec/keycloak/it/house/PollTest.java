package io.bloksec.keycloak.it.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Exists because a wait that never fails would make every test that waits worthless. */
class PollTest {

    @Test
    void returnsTheFirstValue() {
        AtomicInteger calls = new AtomicInteger();

        int value = Poll.value(
                "the third call",
                Duration.ofSeconds(5),
                () -> Optional.of(calls.incrementAndGet()).filter(n -> n == 3));

        assertThat(value).isEqualTo(3);
    }

    @Test
    void failsAfterTheLimitAndNamesWhatDidNotCome() {
        assertThatThrownBy(() -> Poll.until("rain", Duration.ofMillis(60), () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Waited 60 ms in vain for: rain");
    }
}
