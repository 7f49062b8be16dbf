package io.bloksec.keycloak.wsfed.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;

/** The second lock: what the session's age says again before a token is made. */
class DemandsTest {

    private static final Instant ASKED = Instant.parse("2026-11-23T10:00:00Z");

    @Example
    void aDemandForANewAuthenticationIsMetByNothingOlder() {
        Demands now = new Demands(ASKED, Optional.of(Duration.ZERO), false);

        assertThat(now.isMetBy(ASKED.minusSeconds(1))).isFalse();
        assertThat(now.isMetBy(ASKED)).isTrue();
        assertThat(now.isMetBy(ASKED.plusSeconds(300))).isTrue();
        assertThat(now.allowsSession(ASKED))
                .as("a session of the same second may be the one to be confirmed")
                .isFalse();
    }

    @Example
    void comeBackAsTheyWere() {
        for (Demands demands : List.of(
                Demands.NONE,
                new Demands(ASKED, Optional.empty(), true),
                new Demands(ASKED, Optional.of(Duration.ofMinutes(5)), false))) {
            assertThat(Demands.parse(demands.toText())).isEqualTo(demands);
        }
        assertThat(Demands.parse(null)).isEqualTo(Demands.NONE);
    }

    /** A request that is made again must not ask for less. */
    @Example
    void areNeverWeakerWhenAskedAgain() {
        Demands fiveMinutes = new Demands(ASKED, Optional.of(Duration.ofMinutes(5)), false);

        assertThat(fiveMinutes.wfreshAt(ASKED)).contains(5L);
        assertThat(fiveMinutes.wfreshAt(ASKED.plusSeconds(119))).contains(6L);
        Demands now = new Demands(ASKED, Optional.of(Duration.ZERO), false);
        assertThat(now.wfreshAt(ASKED.plusSeconds(59))).contains(0L);
        assertThat(now.wfreshAt(ASKED.plusSeconds(60))).contains(1L);
        assertThat(new Demands(ASKED, Optional.empty(), true).wfreshAt(ASKED)).isEmpty();
    }

    @Example
    void anAgeInMinutesCountsFromTheRequest() {
        Demands fiveMinutes = new Demands(ASKED, Optional.of(Duration.ofMinutes(5)), false);

        assertThat(fiveMinutes.allowsSession(ASKED.minusSeconds(300))).isTrue();
        assertThat(fiveMinutes.allowsSession(ASKED.minusSeconds(301))).isFalse();
        assertThat(fiveMinutes.isMetBy(ASKED.minusSeconds(301))).isFalse();
    }
}
