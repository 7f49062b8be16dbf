package io.bloksec.keycloak.blokkey.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.blokkey.secret.RealmSecret;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.database.TestDatabase;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often a person may be disturbed: by the minute, by the day, and after wrong numbers. */
class LanesTest {

    private static final String REALM = "realm";
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    private static TestDatabase database;
    private static Lanes lanes;

    private final RealmSecret secret = new RealmSecret(Bytes.newSecret());
    private final String key = Lanes.nameKey(secret, "ana");

    @BeforeAll
    static void open() {
        database = BlokKeyTables.inMemory();
        lanes = new Lanes(database.database(), database.clock());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aStrangerRingsTwiceInTenMinutesAndNotTwiceInHalfOne() {
        assertThat(lanes.mayPush(REALM, key)).isTrue();
        assertThat(lanes.mayPush(REALM, key)).as("at once").isFalse();
        database.pass(29 * SECOND);
        assertThat(lanes.mayPush(REALM, key)).as("within the pause").isFalse();
        database.pass(SECOND);
        assertThat(lanes.mayPush(REALM, key)).isTrue();
        database.pass(2 * MINUTE);
        assertThat(lanes.mayPush(REALM, key)).as("the third in ten minutes").isFalse();
        database.pass(8 * MINUTE);
        assertThat(lanes.mayPush(REALM, key)).isTrue();
    }

    /** Whoever is patient still rings no more than six times a day, and waits longer each time. */
    @Test
    void aPatientStrangerRingsSixTimesADay() {
        long pushes = IntStream.range(0, 23 * 60 + 59)
                .filter(minute -> {
                    boolean pushed = lanes.mayPush(REALM, key);
                    database.pass(MINUTE);
                    return pushed;
                })
                .count();

        assertThat(pushes).isEqualTo(6);
    }

    @Test
    void anApprovalEndsThePause() {
        lanes.mayPush(REALM, key);
        database.pass(30 * SECOND);
        lanes.mayPush(REALM, key);

        lanes.approved(REALM, key);

        assertThat(lanes.mayPush(REALM, key)).isTrue();
    }

    @Test
    void aReportIsSilenceForADay() {
        lanes.silence(REALM, key);
        database.pass(Lanes.DAY - 1);
        assertThat(lanes.mayPush(REALM, key)).isFalse();
        database.pass(1);
        assertThat(lanes.mayPush(REALM, key)).isTrue();
    }

    /** One is a slip of a finger. */
    @Test
    void twoWrongNumbersSoonAfterEachOtherCloseItForAnHour() {
        lanes.burnt(REALM, key);
        assertThat(lanes.mayPush(REALM, key)).isTrue();
        database.pass(Lanes.BETWEEN_BURNS - 1);
        lanes.burnt(REALM, key);
        assertThat(lanes.mayPush(REALM, key)).isFalse();
        database.pass(Lanes.PAUSE_AFTER_BURNS - 1);
        assertThat(lanes.mayPush(REALM, key)).isFalse();
        database.pass(1);
        assertThat(lanes.mayPush(REALM, key)).isTrue();
    }

    @Test
    void twoWrongNumbersFarFromEachOtherDoNot() {
        lanes.burnt(REALM, key);
        database.pass(Lanes.BETWEEN_BURNS);
        lanes.burnt(REALM, key);

        assertThat(lanes.mayPush(REALM, key)).isTrue();
    }

    @Test
    void whoHasTheFirstFactorRingsFiveTimesInTenMinutesWithoutAPause() {
        String proven = Lanes.provenKey(secret, "id");
        long first = IntStream.range(0, 8)
                .filter(i -> lanes.mayPushProven(REALM, proven))
                .count();
        database.pass(Lanes.WINDOW);
        lanes.approved(REALM, proven);

        assertThat(first).isEqualTo(5);
        assertThat(lanes.mayPushProven(REALM, proven)).isTrue();
        assertThat(lanes.mayPushProven(REALM, proven))
                .as("an approval makes no pause where there was none")
                .isTrue();
    }

    @Test
    void everyNameHasALaneOfItsOwnInWhateverCase() {
        assertThat(Lanes.nameKey(secret, " ANA ")).isEqualTo(key);
        assertThat(Lanes.nameKey(secret, "ben")).isNotEqualTo(key);
        assertThat(Lanes.personKey(secret, "ana")).isNotEqualTo(key);
        assertThat(Lanes.provenKey(secret, "ana")).isNotEqualTo(Lanes.personKey(secret, "ana"));
        lanes.mayPush(REALM, key);

        assertThat(lanes.mayPush(REALM, Lanes.nameKey(secret, "ben"))).isTrue();
    }

    @Test
    void twentyAtOnceAreOne() {
        long pushes = IntStream.range(0, 20)
                .parallel()
                .filter(i -> lanes.mayPush(REALM, key))
                .count();

        assertThat(pushes).isEqualTo(1);
    }

    /** Swept before its time, a lane would forget that somebody wanted silence. */
    @Test
    void isForgottenWhenItSaysNothingMore() {
        lanes.silence(REALM, key);
        database.pass(2 * Lanes.DAY - 1);
        lanes.sweep();
        database.pass(2);
        lanes.sweep();

        assertThat(lanes.mayPush(REALM, key)).isTrue();
    }
}
