package io.bloksec.keycloak.blokkey.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PushTroublesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final PushTroubles troubles = new PushTroubles(null, nanos::get);

    @Test
    void saysEachThingOnceInAWhile() {
        assertThat(troubles.isNews("corp/fcm/no file")).isTrue();
        nanos.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(troubles.isNews("corp/fcm/no file")).isFalse();
        assertThat(troubles.isNews("corp/fcm/403")).isTrue();
        assertThat(troubles.isNews("other/fcm/no file")).isTrue();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(troubles.isNews("corp/fcm/no file")).as("ten minutes later").isTrue();
    }
}
