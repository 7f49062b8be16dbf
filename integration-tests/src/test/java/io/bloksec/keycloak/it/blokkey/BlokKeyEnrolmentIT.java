package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.Answer;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.DeviceApi;
import io.bloksec.phone.Enrolment;
import io.bloksec.phone.EnrolmentCode;
import io.bloksec.phone.Phone;
import io.bloksec.phone.SoftwareAuthenticator;
import io.bloksec.phone.Tampering;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exists to attack the moment in which a phone becomes a person's: whoever wins it, wins the account. */
class BlokKeyEnrolmentIT {

    private static BlokKeyRealm realm;
    private static int persons;

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("blokkey-enrolment");
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @Test
    void lookingAtThePageMakesNoTicket() {
        UserSpec person = person();
        Page begin = KeycloakLogin.signIn(BlokKeyRealm.browser().get(realm.authorization("enrolment")), person);

        assertThat(begin.has("#blokkey-begin")).isTrue();
        assertThat(begin.has("#blokkey-pairing")).isFalse();
    }

    @Test
    void byTypingThePairingCode() {
        Page ticket = realm.ticket(person());
        String code = ticket.element("#blokkey-pairing").text();
        assertThat(code).matches("[A-Z2-9]{5} [A-Z2-9]{5}");

        Enrolment enrolment = Enrolment.start(url(), code.toLowerCase()).named("Phone", "Model", "System");
        Page codes = BlokKeyRealm.typeDigits(ticket, enrolment.finish().code());
        assertThat(BlokKeyRealm.keepCodes(codes).isRedirect()).isTrue();
        assertThat(enrolment.phone().device().get("grade").asText()).isEqualTo("C");
    }

    /** The one who films the code and is faster: the person's phone is refused, and so is the thief's. */
    @Test
    void twoPhonesForOneTicketAreNone() {
        Page ticket = realm.ticket(person());
        Enrolment thief = enrolment(ticket);
        Enrolment owner = enrolment(ticket);
        EnrolmentCode thiefs = thief.finish();

        assertThat(owner.send().code()).contains("enrolment-void");
        Page after = ticket.form("#blokkey-next").submit();
        assertThat(after.has("#blokkey-begin")).isTrue();
        assertThat(after.text()).contains("This did not work, and nothing was changed.");
        assertThat(thief.phone().call("GET", "requests", null).code()).contains("device-unknown");
        assertThat(thiefs.code()).hasSize(6);
    }

    @Test
    void nothingCountsBeforeTheDigitsAreTyped() {
        Page ticket = realm.ticket(person());
        Enrolment enrolment = enrolment(ticket);
        enrolment.finish();

        assertThat(enrolment.phone().call("GET", "requests", null).code()).contains("device-unknown");
        Page page = ticket.form("#blokkey-next").submit();
        assertThat(page.text()).contains("Phone", "Model", "System");
    }

    @Test
    void threeWrongDigitsEndIt() {
        Page ticket = realm.ticket(person());
        Enrolment enrolment = enrolment(ticket);
        String right = enrolment.finish().code();
        String wrong = right.equals("123456") ? "123457" : "123456";
        Page page = BlokKeyRealm.typeDigits(ticket, wrong);
        for (int i = 0; i < 2; i++) {
            assertThat(page.text()).contains("These are not the digits that your phone shows.");
            page = page.form("#blokkey-code-form").set("code", wrong).submit("blokkey", "code");
        }

        assertThat(page.has("#blokkey-begin")).isTrue();
        Page late = ticket.form("#blokkey-next").submit();
        assertThat(late.has("#blokkey-code-form")).isFalse();
        assertThat(enrolment.phone().call("GET", "requests", null).code()).contains("device-unknown");
    }

    @Test
    void aUsedTicketIsUsed() {
        UserSpec person = person();
        Page ticket = realm.ticket(person);
        Enrolment enrolment = enrolment(ticket);
        BlokKeyRealm.keepCodes(
                BlokKeyRealm.typeDigits(ticket, enrolment.finish().code()));

        assertThat(start(BlokKeyRealm.link(ticket)).code()).contains("ticket-invalid");
        assertThat(enrolment.send().code()).contains("ticket-invalid");
        assertThat(enrolment.phone().list()).isEmpty();
    }

    @Test
    void aNewTicketEndsTheOlder() {
        UserSpec person = person();
        Page older = realm.ticket(person);
        realm.ticket(person);

        assertThat(start(BlokKeyRealm.link(older)).code()).contains("ticket-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aGuessedTicketIsNone(String ticket) {
        Answer answer = new DeviceApi(url())
                .send(
                        "POST",
                        "enrol/start",
                        ("{\"ticket\":\"" + ticket + "\"}").getBytes(StandardCharsets.UTF_8),
                        Map.of());

        assertThat(answer.code()).contains("ticket-invalid");
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(
                Arguments.of(
                        "another origin",
                        Tampering.clientData(data -> data.put("origin", "https://evil.example")),
                        "attestation-invalid"),
                Arguments.of(
                        "inside another site",
                        Tampering.clientData(data -> data.put("crossOrigin", true)),
                        "attestation-invalid"),
                Arguments.of(
                        "an assertion",
                        Tampering.clientData(data -> data.put("type", "webauthn.get")),
                        "attestation-invalid"),
                Arguments.of(
                        "another challenge",
                        Tampering.clientData(data -> data.put("challenge", "AAAA")),
                        "attestation-invalid"),
                Arguments.of(
                        "nobody verified",
                        Tampering.authenticatorData(data -> {
                            data[32] &= ~SoftwareAuthenticator.UV;
                            return data;
                        }),
                        "attestation-invalid"),
                Arguments.of(
                        "a name in disguise",
                        Tampering.message(message -> message.put("name", "Phone\u202Eenohp")),
                        "malformed"),
                Arguments.of(
                        "a long name", Tampering.message(message -> message.put("name", "x".repeat(65))), "malformed"),
                Arguments.of(
                        "another text",
                        Tampering.text(text -> text.with("user", "somebody-else")),
                        "signature-invalid"),
                Arguments.of("another type", Tampering.text(text -> text.as("approve")), "signature-invalid"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoilt")
    void whatIsNotRightIsRefusedAndLosesNothing(String name, Tampering tampering, String code) {
        Page ticket = realm.ticket(person());
        Enrolment enrolment = enrolment(ticket);

        assertThat(enrolment.tampering(tampering).send().code()).contains(code);
        Enrolment again = enrolment(ticket);
        assertThat(BlokKeyRealm.typeDigits(ticket, again.finish().code()).has("#kc-recovery-codes-settings-form"))
                .isTrue();
    }

    /** The second phone: the first one says yes to it, with both keys. */
    @Test
    void anotherPhoneNeedsTheFirst() {
        UserSpec person = person();
        Phone first = realm.enrol(person);
        realm.update(first.userId(), user -> user.putArray("requiredActions").add("blokkey-enrol"));
        Page ticket = realm.ticket(person);
        Enrolment second = Enrolment.start(url(), BlokKeyRealm.link(ticket)).named("Tablet", "T1", "System");
        Page asking = BlokKeyRealm.typeDigits(ticket, second.finish().code());
        assertThat(asking.text()).contains("Please agree there to adding Tablet.");
        assertThat(second.phone().call("GET", "requests", null).code()).contains("device-unknown");
        asking = asking.form("#blokkey-asked").submit();
        assertThat(asking.isRedirect()).isFalse();

        ApprovalRequest request = first.list().get(0);
        assertThat(request.newDevice()).contains("Tablet (T1)");
        assertThat(request.type()).isEqualTo("add-device");
        first.showAndApprove(request.id(), asking.element("#blokkey-number").text(), false);

        assertThat(asking.form("#blokkey-asked").submit().isRedirect()).isTrue();
        assertThat(second.phone().list()).isEmpty();
    }

    /** Five are enough for anybody; the sixth is told before it makes keys. */
    @Test
    void fivePhonesAreTheMost() {
        UserSpec person = person();
        Phone first = realm.enrol(person);
        for (int i = 2; i <= 5; i++) {
            addAnother(person, first, "Phone " + i);
        }

        realm.update(first.userId(), user -> user.putArray("requiredActions").add("blokkey-enrol"));
        Page sixth = realm.ticket(person);

        assertThat(sixth.has("#blokkey-qr")).isFalse();
        assertThat(sixth.text()).contains("You have as many phones as a person may have.");
    }

    /** The account console's own way to remove, confirmed by the person. */
    @Test
    void aPersonRemovesAPhoneInTheAccountConsole() {
        UserSpec person = person();
        Phone phone = realm.enrol(person);
        String credential = realm.realm
                .admin()
                .get(realm.realm.path("blokkey/users/" + phone.userId() + "/devices"))
                .get(0)
                .get("credential")
                .asText();
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(person.username());
        String number = page.start(true).get("number").asText();
        phone.showAndApprove(phone.list().get(0).id(), number, false);
        page.finish();

        Page confirm =
                page.browser().get(realm.authorization(BlokKeyRealm.APP, "kc_action=delete_credential:" + credential));
        assertThat(confirm.form("form").submit("accept").isRedirect())
                .as(confirm.text())
                .isTrue();

        assertThat(phone.call("GET", "requests", null).code()).contains("device-removed");
    }

    private static void addAnother(UserSpec person, Phone first, String name) {
        realm.update(first.userId(), user -> user.putArray("requiredActions").add("blokkey-enrol"));
        Page ticket = realm.ticket(person);
        Enrolment next = Enrolment.start(url(), BlokKeyRealm.link(ticket)).named(name, "Model", "System");
        Page asking = BlokKeyRealm.typeDigits(ticket, next.finish().code());
        first.showAndApprove(
                first.list().get(0).id(), asking.element("#blokkey-number").text(), false);
        asking.form("#blokkey-asked").submit();
    }

    @Test
    void aRefusalByTheFirstPhoneIsTheEnd() {
        UserSpec person = person();
        Phone first = realm.enrol(person);
        realm.update(first.userId(), user -> user.putArray("requiredActions").add("blokkey-enrol"));
        Page ticket = realm.ticket(person);
        Enrolment second = Enrolment.start(url(), BlokKeyRealm.link(ticket)).named("Thief", "T1", "System");
        Page asking = BlokKeyRealm.typeDigits(ticket, second.finish().code());
        first.deny(first.list().get(0));

        assertThat(asking.form("#blokkey-asked").submit().has("#blokkey-begin")).isTrue();
        assertThat(second.phone().call("GET", "requests", null).code()).contains("device-unknown");
    }

    @Test
    void administratorsSeeAndRemoveDevices() {
        Phone phone = realm.enrol(person());
        String path = realm.realm.path("blokkey/users/" + phone.userId() + "/devices");
        var devices = realm.realm.admin().get(path);
        assertThat(devices).hasSize(1);
        assertThat(devices.get(0).get("model").asText()).isEqualTo("Simulator 1");

        assertThat(realm.realm
                        .admin()
                        .send("DELETE", path + "/" + phone.deviceId(), null)
                        .statusCode())
                .as("without the phrase")
                .isEqualTo(400);
        realm.realm.admin().delete(path + "/" + phone.deviceId() + "?phrase=remove%20device");
        assertThat(phone.call("GET", "requests", null).code()).contains("device-removed");
        assertThat(realm.realm.admin().get(path)).isEmpty();
    }

    @Test
    void unregisteringTakesEverythingBack() {
        UserSpec person = person();
        Phone phone = realm.enrol(person);
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(person.username());
        String number = page.start(true).get("number").asText();
        phone.showAndApprove(phone.list().get(0).id(), number, false);
        page.finish();

        var done =
                realm.realm.admin().post(realm.realm.path("blokkey/users/" + phone.userId() + "/unregister"), Map.of());

        assertThat(done.get("devices").asInt()).isEqualTo(1);
        assertThat(done.get("sessions").asInt()).isPositive();
        assertThat(phone.call("GET", "requests", null).code()).contains("device-removed");
    }

    @Test
    void nobodyGivesAPasscodeWithoutTheRoleOrToOneself() {
        Phone phone = realm.enrol(person());
        String path = realm.realm.path("blokkey/users/" + phone.userId() + "/passcode");
        realm.mayOverride();
        assertThat(realm.realm.admin().send("POST", path, Map.of()).statusCode())
                .as("no reason")
                .isEqualTo(400);

        realm.mayNotOverride();
        assertThat(realm.realm
                        .admin()
                        .send("POST", path, Map.of("reason", "lost phone"))
                        .statusCode())
                .isEqualTo(403);
    }

    private static UserSpec person() {
        UserSpec person = BlokKeyRealm.person("person" + ++persons + "@corp.example");
        realm.realm.createUser(person);
        return person;
    }

    private static Enrolment enrolment(Page ticket) {
        return Enrolment.start(url(), BlokKeyRealm.link(ticket)).named("Phone", "Model", "System");
    }

    private static Answer start(String link) {
        return new DeviceApi(url())
                .send(
                        "POST",
                        "enrol/start",
                        ("{\"ticket\":\"" + link.replaceFirst(".*#e=1\\.", "") + "\"}")
                                .getBytes(StandardCharsets.UTF_8),
                        Map.of());
    }

    private static String url() {
        return realm.realm.url().toString();
    }
}
