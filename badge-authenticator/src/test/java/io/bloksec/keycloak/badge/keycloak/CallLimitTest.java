package io.bloksec.keycloak.badge.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A flood of unknown badges from one place is turned away, and nobody else with it. */
class CallLimitTest {

    @Test
    void countsEachCallerInEachWindow() {
        CallLimit limit = new CallLimit(2, 1_000);
        assertThat(limit.isReached("a", 0)).isFalse();
        assertThat(limit.allows("a", 0)).isTrue();
        assertThat(limit.allows("a", 10)).isTrue();
        assertThat(limit.isReached("a", 20)).isTrue();
        assertThat(limit.allows("a", 20)).isFalse();
        assertThat(limit.allows("b", 20)).isTrue();
        assertThat(limit.isReached("a", 1_000)).isFalse();
        assertThat(limit.allows("a", 1_000)).isTrue();
    }
}
