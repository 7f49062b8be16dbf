package io.bloksec.keycloak.blokkey.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whoever finds a session that somebody left must not be able to give it a phone of his own. */
class EnrolActionTest {

    @Test
    void asksAgainWhoTheyAreAfterAMinute() {
        assertThat(new EnrolAction(null).getMaxAuthAge(null)).isEqualTo(60);
    }
}
