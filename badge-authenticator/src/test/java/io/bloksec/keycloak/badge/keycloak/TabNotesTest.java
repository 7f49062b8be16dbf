package io.bloksec.keycloak.badge.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TabNotesTest {

    /** A right PIN in front of which nobody stands any more opens nothing. */
    @Test
    void whatIsOnlyToBeLookedAtCountsForTwoMinutes() {
        TabNotes.Done done = new TabNotes.Done("000102030405060708090a0b", null, 1000);
        assertThat(done.counts(1120)).isTrue();
        assertThat(done.counts(1121)).isFalse();
    }
}
