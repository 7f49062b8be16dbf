package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.Enrolment;
import io.bloksec.phone.EnrolmentCode;
import io.bloksec.phone.Phone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exists to attack the mail that makes a first phone: until there is one, whoever reads the mail is the person. */
class BlokKeyInvitationIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String OVER = "This invitation has been used, was replaced by a newer one or is too old.";
    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private static BlokKeyRealm realm;
    private static int persons;
    private static final Map<String, Integer> read = new HashMap<>();

    @BeforeAll
    static void create() {
        MAIL.start();
        realm = BlokKeyRealm.create("blokkey-invitation");
        mailServer(realm);
        realm.realm.update(json -> {
            json.put("displayName", "Corp").put("internationalizationEnabled", true);
            json.putArray("supportedLocales")
                    .add("en")
                    .add("de")
                    .add("fr")
                    .add("es")
                    .add("nl");
            json.put("defaultLocale", "en");
        });
        profile(false);
        realm.settings(Map.of("invitation-mails", List.of("6000")));
    }

    private static void mailServer(BlokKeyRealm of) {
        of.realm.update(json -> json.putObject("smtpServer")
                .put("host", "127.0.0.1")
                .put("port", String.valueOf(MAIL.getSmtp().getPort()))
                .put("from", "it@corp.example"));
    }

    @AfterAll
    static void remove() {
        realm.close();
        MAIL.stop();
    }

    /** From the mail to the first sign-in; the QR code of the mail is the same link. */
    @Test
    void anInvitedPersonSignsInWithThePhone() {
        UserSpec person = person();
        String id = realm.realm.createUser(person);
        JsonNode invited = invite(id, Map.of());
        assertThat(invited.get("state").asText()).isEqualTo("invited");
        assertThat(invited.has("activationCode"))
                .as("a proven address needs none")
                .isFalse();
        MailedInvitation mail = mailTo(person.username());
        assertThat(mail.subject()).isEqualTo("Set up your phone for Corp");
        assertThat(mail.scanned()).isEqualTo(mail.link());

        Page begin = BlokKeyRealm.browser().get(mail.link());
        assertThat(begin.text()).contains("This sets up the first phone for " + person.username());
        assertThat(state(id)).as("looked at only").isEqualTo("invited");
        Phone phone = enrol(begin);

        assertThat(state(id)).isEqualTo("active");
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(person.username());
        String number = page.start(true).get("number").asText();
        phone.showAndApprove(phone.list().get(0).id(), number, false);
        assertThat(page.finish().isRedirect()).isTrue();
    }

    @Test
    void theSameLinkServesOnce() {
        String id = realm.realm.createUser(person());
        URI link = invited(id);
        enrol(BlokKeyRealm.browser().get(link));

        assertThat(BlokKeyRealm.browser().get(link).text()).contains(OVER);
        assertThat(devices(id)).hasSize(1);
    }

    /** The thief reads the mail too: whoever of the two is first, neither gets in, and whoever invited is told. */
    @Test
    void twoBrowsersWithAPhoneEachAreNone() {
        UserSpec person = person();
        String id = realm.realm.createUser(person);
        withIssuersAddress("issuer@corp.example");
        URI link = invited(id);
        Page thiefs = begin(BlokKeyRealm.browser().get(link));
        Page owners = begin(BlokKeyRealm.browser().get(link));
        // The owner's page made the thief's ticket void; so the thief begins again.
        Page thiefsAgain = begin(thiefs.form("#blokkey-next").submit());
        Enrolment thief = enrolment(thiefsAgain);
        EnrolmentCode digits = thief.finish();
        owners = begin(owners.form("#blokkey-next").submit());

        assertThat(enrolment(owners).send().code()).contains("enrolment-void");

        assertThat(state(id)).isEqualTo("void");
        Page late = thiefsAgain.form("#blokkey-next").submit();
        assertThat(late.text()).contains(OVER);
        assertThat(late.has("#blokkey-code-form"))
                .as("with the digits " + digits.code())
                .isFalse();
        assertThat(owners.form("#blokkey-next").submit().text()).contains(OVER);
        assertThat(devices(id)).isEmpty();
        Event event = realm.realm.awaitEvent(each -> "blokkey_invitation_void".equals(each.error()));
        assertThat(event.userId()).isEqualTo(id);
        assertThat(mailTo("issuer@corp.example").text()).contains(person.username());
    }

    /** Recovery codes come between digits and phone: a thief who waits there must not outlast the owner. */
    @Test
    void aPhoneThatWaitsForItsCodesIsVoidToo() {
        String id = realm.realm.createUser(person());
        URI link = invited(id);
        Page thiefs = begin(BlokKeyRealm.browser().get(link));
        Page codes = BlokKeyRealm.typeDigits(thiefs, enrolment(thiefs).finish().code());
        assertThat(codes.has("#kc-recovery-codes-settings-form")).isTrue();

        Page owners = begin(BlokKeyRealm.browser().get(link));
        assertThat(enrolment(owners).send().code()).contains("enrolment-void");

        assertThat(BlokKeyRealm.keepCodes(codes).text()).contains(OVER);
        assertThat(devices(id)).isEmpty();
    }

    /** Two phones at one ticket: somebody filmed the screen. */
    @Test
    void twoPhonesAtOneTicketEndTheInvitation() {
        String id = realm.realm.createUser(person());
        Page ticket = begin(BlokKeyRealm.browser().get(invited(id)));
        Enrolment one = enrolment(ticket);
        Enrolment other = enrolment(ticket);
        one.finish();
        assertThat(other.send().code()).contains("enrolment-void");

        assertThat(state(id)).isEqualTo("void");
        assertThat(devices(id)).isEmpty();
    }

    /** Somebody's own second try is no attack. */
    @Test
    void theSameBrowserMayBeginAgainAfterWrongDigits() {
        String id = realm.realm.createUser(person());
        Page ticket = begin(BlokKeyRealm.browser().get(invited(id)));
        String right = enrolment(ticket).finish().code();
        String wrong = right.equals("123456") ? "123457" : "123456";
        Page page = BlokKeyRealm.typeDigits(ticket, wrong);
        for (int i = 0; i < 2; i++) {
            page = page.form("#blokkey-code-form").set("code", wrong).submit("blokkey", "code");
        }
        assertThat(page.has("#blokkey-begin")).as(page.text()).isTrue();

        enrol(page);
        assertThat(state(id)).isEqualTo("active");
    }

    @Test
    void aNewerInvitationEndsTheOlder() {
        String id = realm.realm.createUser(person());
        URI older = invited(id);
        Page open = BlokKeyRealm.browser().get(older);
        URI newer = invited(id);

        assertThat(BlokKeyRealm.browser().get(older).text()).contains(OVER);
        assertThat(open.form("#blokkey-enrol form").submit("blokkey", "begin").text())
                .contains(OVER);
        enrol(BlokKeyRealm.browser().get(newer));
    }

    @Test
    void sendingAgainEndsTheLinkBefore() {
        String id = realm.realm.createUser(person());
        URI first = invited(id);
        assertThat(post(id + "/resend").statusCode()).isEqualTo(200);
        URI second = mailTo(name(id)).link();

        assertThat(second).isNotEqualTo(first);
        assertThat(BlokKeyRealm.browser().get(first).text()).contains(OVER);
        assertThat(BlokKeyRealm.browser().get(second).has("#blokkey-begin")).isTrue();
    }

    @Test
    void whatIsTakenBackIsOver() {
        String id = realm.realm.createUser(person());
        URI link = invited(id);
        Page ticket = begin(BlokKeyRealm.browser().get(link));
        assertThat(admin().send("DELETE", path(id), null).statusCode()).isEqualTo(204);

        assertThat(BlokKeyRealm.browser().get(link).text()).contains(OVER);
        assertThat(ticket.form("#blokkey-next").submit().text()).contains(OVER);
        assertThat(admin().send("DELETE", path(id), null).statusCode()).isEqualTo(409);
        assertThat(post(id + "/resend").statusCode()).isEqualTo(409);
    }

    /** Whoever has a phone agrees with that phone; a mail is no way around it. */
    @Test
    void nobodyWithAPhoneIsInvited() {
        UserSpec person = BlokKeyRealm.person("having" + ++persons + "@corp.example");
        String id = realm.realm.createUser(person);
        URI link = invited(id);
        Page open = BlokKeyRealm.browser().get(link);
        realm.enrol(person);

        assertThat(state(id)).isEqualTo("superseded");
        assertThat(BlokKeyRealm.browser().get(link).text()).contains(OVER);
        assertThat(open.form("#blokkey-enrol form").submit("blokkey", "begin").text())
                .contains(OVER);
        assertThat(code(post(id))).isEqualTo("already-protected");
    }

    @Test
    void nobodyWithAnotherSecondFactorIsInvited() {
        String id = realm.realm.createUser(person().oneTimeCodes("DJmQfC73VGFhw7D4QJ8A"));
        assertThat(code(post(id))).isEqualTo("already-protected");
    }

    /** A mail to a private address must not make Keycloak say that the work address was proven. */
    @Test
    void thePersonalAddressProvesNothingAndNeedsACode() {
        UserSpec person = person().attribute("personalEmail", "jane@home.example");
        String id = realm.realm.createUser(person);
        realm.update(id, user -> user.put("emailVerified", false));
        JsonNode invited = invite(id, Map.of());
        assertThat(invited.get("address").asText()).isEqualTo("jane@home.example");
        String code = invited.get("activationCode").asText();
        MailedInvitation mail = mailTo("jane@home.example");
        assertThat(mail.text() + mail.html()).contains("activation code").doesNotContain(code);

        Page asks = BlokKeyRealm.browser().get(mail.link());
        assertThat(asks.has("#blokkey-begin")).isFalse();
        Page begin = asks.form("#blokkey-invitation-code")
                .set("invitation-code", code.substring(0, 4) + " " + code.substring(4))
                .submit("blokkey", "invitation-code");
        enrol(begin);

        assertThat(realm.realm.user(id).get("emailVerified").asBoolean()).isFalse();
    }

    @Test
    void fiveWrongCodesAreTheMost() {
        String id = realm.realm.createUser(person());
        String code = invite(id, Map.of("code", true)).get("activationCode").asText();
        String wrong = code.equals("12345678") ? "12345679" : "12345678";
        Page page = BlokKeyRealm.browser().get(mailTo(name(id)).link());
        for (int i = 0; i < 5; i++) {
            page = page.form("#blokkey-invitation-code")
                    .set("invitation-code", wrong)
                    .submit("blokkey", "invitation-code");
            assertThat(page.text()).contains("This is not the activation code.");
        }
        page = page.form("#blokkey-invitation-code")
                .set("invitation-code", code)
                .submit("blokkey", "invitation-code");
        assertThat(page.has("#blokkey-begin")).isFalse();
    }

    /** A form of the later step, sent at the earlier one. */
    @Test
    void theCodeCannotBeSkipped() {
        String id = realm.realm.createUser(person());
        invite(id, Map.of("code", true));
        WebUser browser = BlokKeyRealm.browser();
        Page asks = browser.get(mailTo(name(id)).link());
        Page skipped = browser.post(asks.form("#blokkey-invitation-code").action(), Map.of("blokkey", "begin"));

        assertThat(skipped.has("#blokkey-qr")).isFalse();
        assertThat(skipped.has("#blokkey-invitation-code")).isTrue();
    }

    /** Whoever may write his own personal address could have it sent to whom he likes. */
    @Test
    void thePersonalAddressIsTheAdministratorsOrNone() {
        String id = realm.realm.createUser(person().attribute("personalEmail", "jane@home.example"));
        profile(true);
        try {
            assertThat(code(post(id))).isEqualTo("address-unsafe");
        } finally {
            profile(false);
        }
    }

    @Test
    void administratorsAlwaysNeedACode() {
        String id = realm.realm.createUser(person());
        String management = admin().get(realm.realm.path("clients?clientId=realm-management"))
                .get(0)
                .get("id")
                .asText();
        JsonNode role = admin().get(realm.realm.path("clients/" + management + "/roles/view-users"));
        admin().post(realm.realm.path("users/" + id + "/role-mappings/clients/" + management), List.of(role));

        assertThat(invite(id, Map.of()).has("activationCode")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAAAAAAAAAAAAAAAAAAAA/AAAAAAAAAAAAAAAAAAAAAA", "x/y", "a'or'1/b"})
    void aGuessedLinkLooksAsAUsedOne(String guess) {
        Page page = BlokKeyRealm.browser().get(realm.realm.url("blokkey/invite/" + guess));
        assertThat(page.status()).isEqualTo(410);
        assertThat(page.text()).contains(OVER);
    }

    @Test
    void aLinkOfAnotherInvitationIsNone() {
        URI mine = invited(realm.realm.createUser(person()));
        URI other = invited(realm.realm.createUser(person()));
        String mac = mine.toString().substring(mine.toString().lastIndexOf('/'));
        String id = other.toString().substring(0, other.toString().lastIndexOf('/'));

        Page page = BlokKeyRealm.browser().get(URI.create(id + mac));
        assertThat(page.status()).isEqualTo(410);
        assertThat(page.text()).contains(OVER);
    }

    /** Opened before, followed after. */
    @Test
    void whoeverIsDisabledMeanwhileGetsNoFurther() {
        UserSpec person = person();
        String id = realm.realm.createUser(person);
        URI link = invited(id);
        Page redirect = BlokKeyRealm.browser()
                .stopBefore(uri -> uri.getPath().endsWith("/action-token"))
                .get(link);
        String token = redirect.location().toString();
        assertThat(token).contains("action-token?key=");
        realm.realm
                .admin()
                .put(realm.realm.path("users/" + id), realm.realm.user(id).put("enabled", false));

        assertThat(BlokKeyRealm.browser().get(redirect.location()).has("#blokkey-begin"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "de, Richten Sie Ihr Telefon für Corp ein",
        "fr, Configurez votre téléphone pour Corp",
        "es, Configure su teléfono para Corp",
        "nl, Stel uw telefoon in voor Corp"
    })
    void theMailSpeaksThePersonsLanguage(String language, String subject) {
        UserSpec person = person().attribute("locale", language);
        String id = realm.realm.createUser(person);
        invite(id, Map.of("code", true));
        MailedInvitation mail = mailTo(person.username());
        assertThat(mail.subject()).isEqualTo(subject);
        assertThat(mail.text() + mail.html()).doesNotContain("''", "{0}", "blokkeyInvitation");
    }

    /** The picture in the mail is drawn as wide as high, and both pages of the invitation are fit for everybody. */
    @Test
    void mailAndPagesInABrowser() {
        UserSpec person = person();
        invite(realm.realm.createUser(person), Map.of("code", true));
        MailedInvitation mail = mailTo(person.username());
        try (Chromium chromium = Chromium.open()) {
            var page = chromium.newPage();
            page.setContent(mail.html());
            Chromium.screenshot(page, "blokkey-invitation-mail");
            var box = page.locator("table[role=img]").boundingBox();
            assertThat(box.width).isEqualTo(box.height).isGreaterThan(200);

            page.navigate(mail.link().toString());
            Chromium.screenshot(page, "blokkey-invitation-code");
            Chromium.axe(page);
            page.navigate(mail.link() + "x");
            Chromium.screenshot(page, "blokkey-invitation-over");
            Chromium.axe(page);
        }
    }

    /** A thousand rows: judged first, each told; then a few of them done. */
    @Test
    void aTableInvitesMany() {
        String table = "username;code\n"
                + IntStream.range(0, 1_000).mapToObj(i -> "nobody" + i + ";").collect(Collectors.joining("\n"));
        JsonNode judged = json(csv("?dryRun=true", table));
        assertThat(judged.get("failed").asInt()).isEqualTo(1_000);
        assertThat(judged.get("rows").get(999).get("code").asText()).isEqualTo("not-found");
        assertThat(json(csv("", table + "\none;more")).get("detail").asText()).contains("1000");

        UserSpec one = person();
        UserSpec two = person();
        UserSpec protectedOne = person().oneTimeCodes("DJmQfC73VGFhw7D4QJ8A");
        List.of(one, two, protectedOne).forEach(realm.realm::createUser);
        String few = "person,code\n" + one.username() + ",\n" + two.username() + ",true\n" + protectedOne.username()
                + ",\n" + one.username() + ",\nnobody-here,\n";
        JsonNode dry = json(csv("", few));
        assertThat(dry.get("dryRun").asBoolean()).isTrue();
        assertThat(ok(dry)).isEqualTo("true true false false false");
        assertThat(admin().send("GET", path(realm.realm.userId(one.username())), null)
                        .statusCode())
                .as("only judged")
                .isEqualTo(404);

        JsonNode done = json(csv("?dryRun=false", few));
        assertThat(ok(done)).isEqualTo("true true false false false");
        assertThat(done.get("rows").get(1).get("activationCode").asText()).matches("[0-9]{8}");
        assertThat(done.get("rows").get(2).get("code").asText()).isEqualTo("already-protected");
        assertThat(done.get("rows").get(3).get("code").asText()).isEqualTo("conflict");
        mailTo(one.username());
        mailTo(two.username());
        assertThat(invitedByEvents()).contains(realm.realm.userId(one.username()), realm.realm.userId(two.username()));
        assertThat(admin().get(path("?max=2"))).hasSize(2);
    }

    /** Each has an admin event of its own, though one call invited them. */
    private static String invitedByEvents() {
        return admin().get(realm.realm.path("admin-events?operationTypes=CREATE&max=100"))
                .findValuesAsText("representation")
                .toString();
    }

    /** Nobody has looked at BlokKey there: its settings and secrets come with the first call, whichever it is. */
    @Test
    void theFirstCallOfARealm() {
        try (BlokKeyRealm invites = BlokKeyRealm.createWith("blokkey-first-invitation", person());
                BlokKeyRealm changes = BlokKeyRealm.createWith("blokkey-first-change", person())) {
            mailServer(invites);
            String id = invites.realm.createUser(person());
            assertThat(admin().post(invites.realm.path("blokkey/invitations/" + id), Map.of("address", "work"))
                            .get("state")
                            .asText())
                    .isEqualTo("invited");
            String address = invites.realm.user(id).get("username").asText();
            assertThat(mailTo(address).link().toString())
                    .startsWith(invites.realm.url().toString());

            String settings = changes.realm.path("blokkey/settings");
            assertThat(code(admin().send("PUT", settings, Map.of("invitationMails", 0))))
                    .isEqualTo("malformed");
            assertThat(code(admin().send("PUT", settings, Map.of("invitationmails", 5))))
                    .isEqualTo("malformed");
            assertThat(admin().put(settings, Map.of("invitationMails", 90))
                            .get("invitationMails")
                            .asInt())
                    .isEqualTo(90);
            assertThat(admin().get(settings).get("invitationMails").asInt()).isEqualTo(90);
        }
    }

    /** A slip must not send a mail without the code that was wanted. */
    @Test
    void aSlipIsRefused() {
        UserSpec person = person();
        String id = realm.realm.createUser(person);
        for (Map<String, ?> slip : List.of(Map.of("code", "yes"), Map.of("Code", true), Map.of("address", 5))) {
            assertThat(code(admin().send("POST", path(id), slip)))
                    .as(slip.toString())
                    .isEqualTo("malformed");
        }
        JsonNode rows = json(csv("?dryRun=false", "person,code\n" + person.username() + ",yes\n"))
                .get("rows");
        assertThat(rows.get(0).get("code").asText()).isEqualTo("malformed");
        assertThat(admin().send("GET", path(id), null).statusCode()).isEqualTo(404);
    }

    @Test
    void whatCannotBeSentSaysSo() {
        String id = realm.realm.createUser(person());
        assertThat(code(admin().send("POST", path(id), Map.of("address", "anywhere@evil.example"))))
                .isEqualTo("malformed");
        assertThat(code(admin().send("POST", path(id), Map.of("client", "nothing"))))
                .isEqualTo("not-found");
        assertThat(code(admin().send("POST", path(id), Map.of("address", "personal"))))
                .isEqualTo("no-address");
    }

    private static String ok(JsonNode answer) {
        return String.join(" ", answer.get("rows").findValuesAsText("ok"));
    }

    private static UserSpec person() {
        return UserSpec.named("invited" + ++persons + "@corp.example").password(null);
    }

    private static URI invited(String id) {
        invite(id, Map.of());
        return mailTo(name(id)).link();
    }

    private static JsonNode invite(String id, Map<String, ?> how) {
        return admin().post(path(id), how);
    }

    private static HttpResponse<String> post(String of) {
        return admin().send("POST", path(of), Map.of());
    }

    private static HttpResponse<String> csv(String query, String table) {
        return admin().sendText("POST", realm.realm.path("blokkey/invitations" + query), "text/csv", table);
    }

    private static String path(String of) {
        return realm.realm.path("blokkey/invitations" + (of.startsWith("?") ? of : "/" + of));
    }

    private static Admin admin() {
        return realm.realm.admin();
    }

    private static String name(String id) {
        return realm.realm.user(id).get("username").asText();
    }

    private static String state(String id) {
        return admin().get(path(id)).get("state").asText();
    }

    private static JsonNode devices(String id) {
        return admin().get(realm.realm.path("blokkey/users/" + id + "/devices"));
    }

    /** The next mail to this address that no test has read. */
    private static MailedInvitation mailTo(String address) {
        return Poll.value(
                "a mail to " + address,
                LIMIT,
                () -> Arrays.stream(MAIL.getReceivedMessages())
                        .map(MailedInvitation::of)
                        .filter(mail -> mail.to().equals(address))
                        .skip(read.getOrDefault(address, 0))
                        .findFirst()
                        .map(mail -> {
                            read.merge(address, 1, Integer::sum);
                            return mail;
                        }));
    }

    private static Page begin(Page page) {
        return page.form("#blokkey-enrol form").submit("blokkey", "begin");
    }

    private static Enrolment enrolment(Page ticket) {
        return Enrolment.start(realm.realm.url().toString(), BlokKeyRealm.link(ticket))
                .named("Phone", "Model", "System");
    }

    private static Phone enrol(Page beginning) {
        Page ticket = begin(beginning);
        Enrolment enrolment = enrolment(ticket);
        Page codes = BlokKeyRealm.typeDigits(ticket, enrolment.finish().code());
        Page done = BlokKeyRealm.keepCodes(codes);
        assertThat(done.text()).contains("Your account has been updated.");
        return enrolment.phone();
    }

    private static void withIssuersAddress(String address) {
        JsonNode issuer = admin().get("realms/master/users?max=1").get(0);
        admin().put("realms/master/users/" + issuer.get("id").asText(), ((ObjectNode) issuer).put("email", address));
    }

    /** The personal address, which people may write themselves, or not. */
    private static void profile(boolean byPeople) {
        ObjectNode profile = (ObjectNode) admin().get(realm.realm.path("users/profile"));
        for (int i = profile.withArray("attributes").size() - 1; i >= 0; i--) {
            if (profile.at("/attributes/" + i + "/name").asText().equals("personalEmail")) {
                profile.withArray("attributes").remove(i);
            }
        }
        ObjectNode attribute = profile.withArray("attributes").addObject();
        attribute.put("name", "personalEmail").put("displayName", "Personal e-mail");
        attribute.putObject("permissions").putArray("view").add("admin");
        attribute.withObject("/permissions").putArray("edit").add("admin");
        if (byPeople) {
            attribute.withObject("/permissions").withArray("edit").add("user");
        }
        admin().put(realm.realm.path("users/profile"), profile);
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).path("code").asText();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
