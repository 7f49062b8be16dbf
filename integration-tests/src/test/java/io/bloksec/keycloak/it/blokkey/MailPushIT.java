package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Mailbox;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.Phone;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mail that a sign-in waits: where the realm wants them, to a verified address, and with nothing in it to sign in by. */
class MailPushIT {

    private static Mailbox mailbox;
    private static BlokKeyRealm realm;
    private static int persons;

    private UserSpec person;
    private Phone phone;

    @BeforeAll
    static void create() throws IOException {
        mailbox = new Mailbox();
        realm = BlokKeyRealm.create("blokkey-mail");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
    }

    @AfterAll
    static void remove() {
        realm.close();
        mailbox.close();
    }

    @BeforeEach
    void enrol() {
        person = BlokKeyRealm.person("mailed" + ++persons);
        String id = realm.realm.createUser(person);
        phone = realm.enrol(person);
        verify(id, true);
        realm.realm.update(json -> mailbox.settings().forEach(json.withObject("smtpServer")::put));
        mails(true);
    }

    @AfterEach
    void speakEnglish() {
        realm.realm.update(json -> json.put("internationalizationEnabled", false));
    }

    @Test
    void aPersonWhosePhoneCannotRingGetsALinkToTheApp() {
        WaitingPage page = open();
        String number = page.start(true).get("number").asText();

        String html = mailbox.await("text/html");
        String text = mailbox.take("text/plain");
        assertThat(html).contains("<a href=\"" + app() + "\"", "Open BlokKey");
        assertThat(text).contains(app(), "A sign-in in your name waits");
        for (String part : List.of(html, text)) {
            assertThat(part.replace(app(), ""))
                    .as("by which to sign in, and what it is about")
                    .doesNotContain(number, phone.list().get(0).id(), "The " + BlokKeyRealm.APP, "http://", "https://");
        }
        phone.showAndApprove(phone.list().get(0).id(), number, false);
        assertThat(page.finish().isRedirect()).isTrue();
    }

    @Test
    void inThePersonsLanguage() {
        realm.realm.update(json -> {
            json.put("internationalizationEnabled", true).put("defaultLocale", "de");
            json.putArray("supportedLocales").add("de").add("en");
        });
        open().start(true);

        assertThat(mailbox.take("text/plain")).contains("wartet eine Anmeldung in Ihrem Namen");
    }

    /** Somebody else may read an address that nobody has verified. */
    @Test
    void noMailToAnAddressThatIsNotVerified() {
        verify(phone.userId(), false);

        assertThat(mailsAfter(() -> open().start(true))).isZero();
    }

    @Test
    void noMailWhereTheRealmWantsNone() {
        mails(false);

        assertThat(mailsAfter(() -> open().start(true))).isZero();
        assertThat(phone.call("PUT", "device/push", mail()).code()).contains("push-refused");
    }

    @Test
    void noMailToAPersonWhosePhoneRings() {
        phone.call("PUT", "device/push", log()).expect(204);

        assertThat(mailsAfter(() -> open().start(true))).isZero();
    }

    @Test
    void aPhoneCanAskForMails() {
        phone.call("PUT", "device/push", mail()).expect(204);
        assertThat(phone.device().get("push").asText()).isEqualTo("mail");
        open().start(true);

        assertThat(mailbox.take("text/plain")).contains(app());
    }

    /** The limits of pushes are those of mails: a stranger fills no mailbox. */
    @Test
    void asFewMailsAsPushes() {
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "limited"));
        try {
            assertThat(mailsAfter(() -> {
                        for (int i = 0; i < 5; i++) {
                            open().start(true);
                        }
                    }))
                    .isEqualTo(1);
        } finally {
            realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
        }
    }

    @Test
    void aRealmWithoutAMailServerIsAnEvent() {
        realm.realm.update(json -> json.putObject("smtpServer"));
        open().start(true);

        assertThat(realm.realm
                        .awaitEvent(event -> "blokkey_push_misconfigured".equals(event.error()))
                        .detail("blokkey_push"))
                .isEqualTo("mail");
    }

    private static int mailsAfter(Runnable work) {
        mailbox.empty();
        work.run();
        BlokKeyRealm.dwell();
        return mailbox.count();
    }

    private static void mails(boolean on) {
        realm.realm.admin().put(realm.realm.path("blokkey/settings"), Map.of("mailPushes", on));
    }

    private static String app() {
        return realm.realm.url() + "/blokkey/app/";
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode mail() {
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("kind", "mail");
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode log() {
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("kind", "log");
    }

    private static void verify(String userId, boolean verified) {
        realm.update(userId, json -> json.put("emailVerified", verified));
    }

    private WaitingPage open() {
        return realm.signIn(BlokKeyRealm.browser()).name(person.username());
    }
}
