package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Mailbox;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What reaches people by mail: their codes, and what others do with their badges. */
class BadgeLettersIT {

    private static final Pattern CODE = Pattern.compile("[0-9]{4} [0-9]{4}");

    private static Mailbox mailbox;
    private static BadgeRealm ward;

    @BeforeAll
    static void open() throws IOException {
        mailbox = new Mailbox();
        ward = BadgeRealm.create("badge-letters");
        ward.realm.update(json -> mailbox.settings().forEach(json.withObject("smtpServer")::put));
    }

    @AfterAll
    static void close() {
        ward.close();
        mailbox.close();
    }

    @Test
    void theCodeComesByMailAndNobodyElseSeesIt() {
        ward.settings(Map.of("codeChannel", "mail", "mails", false));
        JsonNode issued = ward.issue(ward.person("mail"));
        assertThat(issued.get("mailed").asBoolean()).isTrue();
        assertThat(issued.has("code")).isFalse();
        String letter = mailbox.take("text/plain");
        assertThat(letter).contains(issued.get("serial").asText());
        Matcher code = CODE.matcher(letter);
        assertThat(code.find()).as(letter).isTrue();
        assertThat(ward.page()
                        .activate(ward.paper(issued), code.group(), BadgeRealm.PIN)
                        .isRedirect())
                .isTrue();
    }

    @Test
    void whatOthersDoIsToldByMail() {
        ward.settings(Map.of("codeChannel", "letter", "mails", true));
        String person = ward.person("notice");
        JsonNode issued = ward.issue(person);
        assertThat(mailbox.take("text/html"))
                .contains("was made for you", issued.get("serial").asText());
        PaperBadge badge = ward.paper(issued);
        ward.page().activate(badge, issued.get("code").asText(), BadgeRealm.PIN);
        assertThat(mailbox.take("text/plain")).contains("A PIN was chosen");
        ward.realm.admin().post(ward.path(person, "/" + badge.bid + "/reset-pin"), Map.of());
        assertThat(mailbox.take("text/plain")).contains("was reset").doesNotContain(badge.bid);
    }

    @Test
    void withoutAnAddressNoBadgeIsIssuedByMail() {
        ward.settings(Map.of("codeChannel", "mail"));
        String person = ward.person("no-address");
        ward.realm.updateUser(person, user -> user.put("email", ""));
        assertThat(ward.realm
                        .admin()
                        .send("POST", ward.path(person, ""), Map.of())
                        .statusCode())
                .isEqualTo(400);
        assertThat(ward.badges(person)).isEmpty();
    }
}
