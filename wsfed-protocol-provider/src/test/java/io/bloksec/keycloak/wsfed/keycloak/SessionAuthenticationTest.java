package io.bloksec.keycloak.wsfed.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.wsfed.token.AuthenticationStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Example;

/** What is told of an authentication, and how long it counts. */
class SessionAuthenticationTest {

    private static final Instant MORNING = Instant.parse("2026-11-23T06:00:00Z");

    @Example
    void countsForTheHoursThatWereSet() {
        SessionAuthentication shift = new SessionAuthentication(MORNING, Set.of("password"));
        Optional<Duration> eightHours = Optional.of(Duration.ofHours(8));

        assertThat(shift.isOlderThan(eightHours, MORNING.plus(Duration.ofHours(8))))
                .isFalse();
        assertThat(shift.isOlderThan(
                        eightHours, MORNING.plus(Duration.ofHours(8)).plusSeconds(1)))
                .isTrue();
        assertThat(shift.isOlderThan(Optional.empty(), MORNING.plus(Duration.ofDays(300))))
                .isFalse();
    }

    @Example
    void namesNoMethodThatWasNotSeen() {
        assertThat(statement(Set.of())).isEqualTo(AuthenticationStatement.UNSPECIFIED);
        assertThat(statement(Set.of("otp"))).isEqualTo(AuthenticationStatement.UNSPECIFIED);
        assertThat(statement(Set.of("webauthn-passwordless"))).isEqualTo(AuthenticationStatement.HARDWARE_TOKEN);
        assertThat(statement(Set.of("password", "webauthn"))).isEqualTo(AuthenticationStatement.PASSWORD);
        assertThat(new SessionAuthentication(MORNING, Set.of("something-new")).methods())
                .isEmpty();
        assertThat(new SessionAuthentication(MORNING, Set.of("webauthn")).methods())
                .isEqualTo(List.of(AuthenticationStatement.HARDWARE_TOKEN));
    }

    @Example
    void isNeverInTheFuture() {
        Instant earlier = MORNING.minusMillis(1);

        assertThat(new SessionAuthentication(MORNING, Set.of())
                        .statement(earlier)
                        .authenticationInstant())
                .isEqualTo(earlier);
    }

    private static String statement(Set<String> credentials) {
        return new SessionAuthentication(MORNING, credentials)
                .statement(MORNING)
                .authenticationMethod();
    }
}
