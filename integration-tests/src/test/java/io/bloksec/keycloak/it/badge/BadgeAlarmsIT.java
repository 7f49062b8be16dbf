package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Mailbox;
import io.bloksec.keycloak.it.house.UserSpec;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What those who look after badges hear of decoys and copies; guesses are in {@link BadgeNodesIT}, which need not wait between them. */
class BadgeAlarmsIT {

    private static Mailbox mailbox;
    private static BadgeRealm ward;
    private static String managers;

    @BeforeAll
    static void open() throws IOException {
        mailbox = new Mailbox();
        ward = BadgeRealm.create("badge-alarms");
        ward.realm.update(json -> mailbox.settings().forEach(json.withObject("smtpServer")::put));
        managers = ward.realm.admin().create(ward.realm.path("groups"), Map.of("name", "badge managers"));
        String mia = ward.realm.createUser(
                UserSpec.named("mia").name("Mia", "Manager").email("mia@ward.example"));
        ward.realm.admin().put(ward.realm.path("users/" + mia + "/groups/" + managers), Map.of());
        ward.settings(Map.of("mails", false, "alarmGroup", managers));
    }

    @AfterAll
    static void close() {
        ward.close();
        mailbox.close();
    }

    @Test
    void aDecoyOpensNothingAndTellsEverybodyElse() {
        String person = ward.person("decoy");
        JsonNode issued = ward.issue(person, "kind", "decoy");
        assertThat(issued.has("code")).isFalse();
        JsonNode second = ward.issue(person, "kind", "decoy");
        PaperBadge decoy = ward.paper(issued);

        // Whoever scans it is told what the finder of a scrap of paper is told.
        assertThat(ward.page().scan(decoy).get("refused").asText()).isEqualTo("UNKNOWN");
        assertThat(mailbox.take("text/plain"))
                .contains(issued.get("serial").asText(), "decoy")
                .doesNotContain(decoy.bid);
        assertThat(ward.realm
                        .awaitEvent(event -> "blokbadge_decoy".equals(event.error()))
                        .toString())
                .contains(issued.get("serial").asText());
        assertThat(alarm("decoy", issued)).isEqualTo("decoy");
        assertThat(alarm("decoy", second)).isEmpty();
        // No code makes a badge of it.
        assertThat(ward.realm
                        .admin()
                        .send("POST", ward.path(person, "/" + decoy.bid + "/code"), Map.of())
                        .statusCode())
                .isEqualTo(409);

        ward.realm.admin().send("DELETE", ward.path(person, "/" + decoy.bid + "/alarm"), null);
        assertThat(alarm("decoy", issued)).isEmpty();
        assertThat(ward.page().scan(decoy).get("refused").asText()).isEqualTo("UNKNOWN");
        assertThat(alarm("decoy", issued)).isEqualTo("decoy");
    }

    /** Alarms that nobody gets are worse than none. */
    @Test
    void aGroupThatIsNotThereIsRefused() {
        assertThat(ward.realm
                        .admin()
                        .send("PUT", ward.realm.path("blokbadge/settings"), Map.of("alarmGroup", "nowhere"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(ward.realm
                        .admin()
                        .get(ward.realm.path("blokbadge/settings"))
                        .get("alarmGroup")
                        .asText())
                .isEqualTo(managers);
    }

    @Test
    void nobodyIsWatchedUntilTheOrganisationSaysSo() {
        String person = ward.person("walker");
        PaperKiosk east = PaperKiosk.registered(ward, Map.of("name", "East 1", "site", "East"));
        PaperKiosk west = PaperKiosk.registered(ward, Map.of("name", "West 1", "site", "West"));
        PaperKiosk alsoEast = PaperKiosk.registered(ward, Map.of("name", "East 2", "site", "East"));
        PaperBadge badge = ward.active(person);
        signInAt(east, badge);
        assertThat(scanAt(west, badge).has("refused")).isFalse();
        assertThat(ward.badges(person).get(0).has("alarm")).isFalse();

        ward.settings(Map.of("copyAlarm", "tell"));
        try {
            signInAt(east, badge);
            assertThat(scanAt(alsoEast, badge).has("refused")).isFalse();
            assertThat(ward.badges(person).get(0).has("alarm")).as("next door").isFalse();
            assertThat(scanAt(west, badge).has("refused")).isFalse();
            assertThat(ward.badges(person).get(0).get("alarm").asText()).isEqualTo("copied");
            assertThat(mailbox.take("text/plain")).contains("two places at once");

            ward.settings(Map.of("copyAlarm", "suspend"));
            assertThat(scanAt(west, badge).get("refused").asText()).isEqualTo("SUSPENDED");
            assertThat(ward.badges(person).get(0).get("state").asText()).isEqualTo("suspended");
        } finally {
            ward.settings(Map.of("copyAlarm", "off"));
        }
    }

    /** Its person came without it this morning, so somebody else has it. */
    @Test
    void aBadgeThatWasLeftAtHomeIsNotHere() {
        String person = ward.person("forgetful");
        PaperBadge standard = ward.active(person);
        PaperBadge today = ward.active(person, "kind", "temporary");
        ward.page().signIn(today, BadgeRealm.PIN);
        ward.settings(Map.of("copyAlarm", "suspend"));
        try {
            assertThat(ward.page().scan(standard).get("refused").asText()).isEqualTo("SUSPENDED");
            assertThat(ward.page().scan(today).has("refused")).isFalse();
        } finally {
            ward.settings(Map.of("copyAlarm", "off"));
        }
    }

    private static void signInAt(PaperKiosk kiosk, PaperBadge badge) {
        BadgePage page = ward.page();
        page.kiosk = kiosk;
        page.signIn(badge, BadgeRealm.PIN);
    }

    private static JsonNode scanAt(PaperKiosk kiosk, PaperBadge badge) {
        BadgePage page = ward.page();
        page.kiosk = kiosk;
        return page.scan(badge);
    }

    private static String alarm(String username, JsonNode badge) {
        JsonNode people = ward.realm
                .admin()
                .get(ward.realm.path("blokbadge/people?search=" + username))
                .get("people");
        for (JsonNode each : people.get(0).get("badges")) {
            if (each.get("id").equals(badge.get("id"))) {
                return each.path("alarm").asText();
            }
        }
        return "no such badge";
    }
}
