package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.fcm.Behaviour;
import io.bloksec.fcm.FakeFcm;
import io.bloksec.fcm.FcmError;
import io.bloksec.fcm.Taken;
import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.ServiceAccountFile;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.Phone;
import io.bloksec.phone.PushAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Firebase Cloud Messaging out of the jar that ships, beside all others in one Keycloak: what FCM's answers do to an address, and that
 * nothing of it delays or ends a sign-in. The server of this class sends to a simulator instead of Google.
 */
class FcmPushIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String BROKEN_AT_START = "broken-at-start.json";

    private static FakeFcm fcm;
    private static KeycloakServer server;
    private static Path accounts;
    private static BlokKeyRealm realm;
    private static int persons;

    private UserSpec person;
    private Phone phone;

    @BeforeAll
    static void start() {
        fcm = FakeFcm.start();
        accounts = ServiceAccountFile.directory();
        Path common = ServiceAccountFile.write(
                ServiceAccountFile.directory().resolve("account.json"), fcm.account(), "r--------");
        ServiceAccountFile.write(accounts.resolve(BROKEN_AT_START), fcm.account(), "rw-r--r--");
        server = KeycloakServer.another(
                ServiceAccountFile.option("service-account-file", common),
                ServiceAccountFile.option("service-account-directory", accounts),
                ServiceAccountFile.option("endpoint", fcm.origin()));
        realm = BlokKeyRealm.create(server, "fcm", "blokkey-only", "BlokKey only");
    }

    @AfterAll
    static void stop() {
        server.close();
        fcm.close();
    }

    @BeforeEach
    void enrol() {
        fcm.clear();
        person = newPerson();
        phone = enrol(realm, person);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "fid"})
    void ringsThePhoneAndSaysNothing(String kind) {
        String address = kind.equals("token") ? fcm.registerToken() : fcm.registerInstallation();
        phone.push(kind.equals("token") ? PushAddress.fcm(address) : PushAddress.fcmInstallation(address));
        assertThat(phone.device().get("push").asText()).isEqualTo("fcm");
        WaitingPage page = open(realm, person);
        String number = page.start(true).get("number").asText();

        Taken push = await(address);
        String request = phone.list().get(0).id();
        assertThat(push.target()).isEqualTo(kind);
        assertThat(push.message().get("data").properties())
                .containsExactlyInAnyOrder(
                        Map.entry("v", com.fasterxml.jackson.databind.node.TextNode.valueOf("1")),
                        Map.entry("r", com.fasterxml.jackson.databind.node.TextNode.valueOf(request)));
        assertThat(push.message().toString())
                .as("who, where and with which number")
                .doesNotContain(person.username(), BlokKeyRealm.APP + "\"", "\"" + number);
        assertThat(push.message().at("/android/ttl").asText()).matches("5[0-9]s|60s");
        assertThat(push.message().at("/apns/headers/apns-push-type").asText()).isEqualTo("alert");
        assertThat(fcm.refusals()).isEmpty();
        approve(page, number);
    }

    /** The SDK in the jar has other names than Google gave it; its own error classes are found all the same. */
    @Test
    void anAppThatIsGoneLosesItsAddressAndThePhoneStays() {
        String token = fcm.registerToken();
        phone.push(PushAddress.fcm(token));
        fcm.unregister(token);
        WaitingPage page = open(realm, person);
        String number = page.start(true).get("number").asText();

        Poll.until("the address to go", LIMIT, () -> pushOf(phone).equals("none"));
        assertThat(fcm.refusals()).contains("404 Requested entity was not found.");
        approve(page, number);
    }

    @ParameterizedTest
    @CsvSource({"QUOTA_EXCEEDED", "UNAVAILABLE"})
    void whoeverIsAskedToWaitComesBackLater(String error) {
        String token = fcm.registerToken();
        phone.push(PushAddress.fcm(token));
        fcm.next(
                token,
                Behaviour.error(
                        error.equals("UNAVAILABLE") ? FcmError.UNAVAILABLE : FcmError.QUOTA_EXCEEDED,
                        "Retry-After",
                        "3"));
        WaitingPage page = open(realm, person);
        long start = System.nanoTime();
        String number = page.start(true).get("number").asText();

        Taken push = await(token);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(push.message().at("/android/ttl").asText())
                .as("what is left of its life")
                .matches("5[0-7]s");
        assertThat(fcm.sends(token)).isEqualTo(2);
        assertThat(pushOf(phone)).isEqualTo("fcm");
        approve(page, number);
    }

    /** In a realm of its own: what fails again and again is left alone for a while. */
    @ParameterizedTest
    @ValueSource(strings = {"slow", "trickle", "drop", "error", "token-slow"})
    void aServiceThatIsSickHoldsNobodyUp(String how) {
        try (BlokKeyRealm sick = BlokKeyRealm.create(server, "fcm-sick", "blokkey-only", "BlokKey only")) {
            Phone owner = enrol(sick, person);
            owner.push(PushAddress.fcm(fcm.registerToken()));
            switch (how) {
                case "slow" -> fcm.always(new Behaviour.Slow(Duration.ofSeconds(30)));
                case "trickle" -> fcm.always(new Behaviour.Trickle());
                case "drop" -> fcm.always(new Behaviour.Drop());
                case "error" -> fcm.always(Behaviour.error(FcmError.INTERNAL));
                default -> fcm.tokens(new Behaviour.Slow(Duration.ofSeconds(30)));
            }
            WaitingPage page = open(sick, person);
            long start = System.nanoTime();
            String number = page.start(true).get("number").asText();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("the page that starts")
                    .isLessThan(Duration.ofSeconds(5));
            Poll.until(
                    "the push to be tried",
                    LIMIT,
                    () -> (how.equals("token-slow") ? fcm.exchanges() : fcm.sends()) > 0);
            owner.showAndApprove(owner.list().get(0).id(), number, false);
            assertThat(page.finish().isRedirect()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("the sign-in, while the push still waits for its ten seconds")
                    .isLessThan(Duration.ofSeconds(9));
            assertThat(pushOf(owner)).as("it may be better tomorrow").isEqualTo("fcm");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"fcm\"}",
                "{\"kind\":\"fcm\",\"token\":\"short\"}",
                "{\"kind\":\"fcm\",\"token\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/../aaaa\"}",
                "{\"kind\":\"fcm\",\"fid\":\"aBcDeFgHiJkLmNoPqRsTuV\"}",
                "{\"kind\":\"fcm\",\"topic\":\"everybody\"}",
                "{\"kind\":\"fcm\",\"fid\":\"cBcDeFgHiJkLmNoPqRsTuV\",\"topic\":\"everybody\"}"
            })
    void anAddressOfAnotherFormIsNotTaken(String json) throws Exception {
        var address = (com.fasterxml.jackson.databind.node.ObjectNode)
                new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);

        assertThat(phone.call("PUT", "device/push", address).code()).contains("push-refused");
    }

    /** It looks like any other push; the phone learns the rest when it calls. */
    @Test
    void aPhoneThatAnAdministratorRemovesIsTold() {
        String token = fcm.registerToken();
        phone.push(PushAddress.fcm(token));

        remove(phone);

        Taken push = await(token);
        assertThat(push.data("r")).matches("[A-Za-z0-9_-]{22}");
        assertThat(push.message().get("data")).hasSize(2);
        assertThat(push.message().at("/android/ttl").asText()).matches("8639[0-9]s|86400s");
        assertThat(phone.call("GET", "device", null).code()).contains("device-removed");
    }

    @Test
    void soAreThePhonesOfAPersonWhoIsRemoved() {
        String token = fcm.registerToken();
        phone.push(PushAddress.fcm(token));

        realm.realm.admin().delete(realm.realm.path("users/" + phone.userId()));

        await(token);
    }

    @Test
    void soAreAllPhonesThatAreUnregistered() {
        String token = fcm.registerToken();
        phone.push(PushAddress.fcm(token));

        realm.realm.admin().post(realm.realm.path("blokkey/users/" + phone.userId() + "/unregister"), Map.of());

        await(token);
    }

    @Test
    void aPhoneIsRemovedWhetherOrNotItCanBeTold() {
        String token = fcm.registerToken();
        phone.push(PushAddress.fcm(token));
        fcm.always(Behaviour.error(FcmError.INTERNAL));

        remove(phone);
        Poll.until("both tries", LIMIT, () -> fcm.sends(token) == 2);

        assertThat(phone.call("GET", "device", null).code()).contains("device-removed");
    }

    @Test
    void aPhoneThatRemovesItselfIsToldNothing() {
        String token = fcm.registerToken();
        phone.push(PushAddress.fcm(token));
        phone.remove();

        BlokKeyRealm.dwell();
        assertThat(takenBy(token)).isEmpty();
    }

    /** The server came up all the same. */
    @Test
    void whatIsWrongWithAFileIsSaidAtTheStart() {
        assertThat(server.logText())
                .contains("BlokKey cannot push by FCM: Others than its owner may use the file "
                        + accounts.resolve(BROKEN_AT_START))
                .contains("Pushes by FCM go to " + fcm.origin() + " instead of Google")
                .doesNotContain("BEGIN PRIVATE KEY");
    }

    @Test
    void aFileThatCannotBeUsedIsAnEventAndTheSignInGoesOn() {
        try (BlokKeyRealm broken = BlokKeyRealm.create(server, "fcm-broken", "blokkey-only", "BlokKey only")) {
            Phone owner = enrol(broken, person);
            ServiceAccountFile.write(accounts.resolve(broken.realm.name() + ".json"), fcm.account(), "rw-rw-rw-");
            assertThat(owner.call(
                                    "PUT",
                                    "device/push",
                                    PushAddress.fcm(fcm.registerToken()).json())
                            .code())
                    .as("it will be put right")
                    .isEmpty();

            WaitingPage page = open(broken, person);
            String number = page.start(true).get("number").asText();

            Event event = misconfigured(broken);
            assertThat(event.type()).isEqualTo("LOGIN_ERROR");
            assertThat(event.detail("blokkey_push")).isEqualTo("fcm");
            assertThat(event.detail("blokkey_push_problem")).contains("chmod 0400");
            assertThat(event.userId()).isEqualTo(owner.userId());
            assertThat(server.logText()).contains("Pushes of kind fcm cannot leave realm");
            owner.showAndApprove(owner.list().get(0).id(), number, false);
            assertThat(page.finish().isRedirect()).isTrue();
            assertThat(pushOf(owner)).isEqualTo("fcm");
        }
    }

    /** FCM says so itself. Once in ten minutes is enough, however many sign in. */
    @Test
    void anAccountThatMayNotSendIsOneEvent() {
        try (BlokKeyRealm refused = BlokKeyRealm.create(server, "fcm-refused", "blokkey-only", "BlokKey only")) {
            refused.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
            Phone owner = enrol(refused, person);
            String token = fcm.registerToken();
            owner.push(PushAddress.fcm(token));
            fcm.always(Behaviour.error(FcmError.PERMISSION_DENIED));

            open(refused, person).start(true);
            assertThat(misconfigured(refused).detail("blokkey_push_problem")).startsWith("403 from FCM");
            open(refused, person).start(true);
            Poll.until("the second push", LIMIT, () -> fcm.sends(token) == 2);

            fcm.always(Behaviour.error(FcmError.THIRD_PARTY_AUTH_ERROR));
            UserSpec another = newPerson();
            enrol(refused, another).push(PushAddress.fcm(fcm.registerToken()));
            open(refused, another).start(true);
            refused.realm.awaitEvent(event -> event.detail("blokkey_push_problem") != null
                    && event.detail("blokkey_push_problem").startsWith("THIRD_PARTY_AUTH_ERROR"));
            assertThat(refused.realm.events().stream()
                            .filter(event -> "blokkey_push_misconfigured".equals(event.error())))
                    .as("one for each reason")
                    .hasSize(2);
        }
    }

    private static UserSpec newPerson() {
        return BlokKeyRealm.person("fcm" + ++persons);
    }

    private static Phone enrol(BlokKeyRealm where, UserSpec who) {
        where.realm.createUser(who);
        return where.enrol(who);
    }

    private static WaitingPage open(BlokKeyRealm where, UserSpec who) {
        return where.signIn(BlokKeyRealm.browser()).name(who.username());
    }

    /** From the app's list, as a person does whose phone did not ring. */
    private void approve(WaitingPage page, String number) {
        phone.showAndApprove(phone.list().get(0).id(), number, false);
        assertThat(page.finish().isRedirect()).isTrue();
    }

    private static void remove(Phone phone) {
        realm.realm
                .admin()
                .delete(realm.realm.path("blokkey/users/" + phone.userId() + "/devices/" + phone.deviceId()
                        + "?phrase=remove%20device"));
    }

    private static String pushOf(Phone phone) {
        return phone.device().get("push").asText();
    }

    private static Event misconfigured(BlokKeyRealm where) {
        return where.realm.awaitEvent(event -> "blokkey_push_misconfigured".equals(event.error()));
    }

    private static Taken await(String address) {
        return Poll.value(
                "a push",
                LIMIT,
                () -> Optional.of(takenBy(address))
                        .filter(all -> !all.isEmpty())
                        .map(all -> all.get(0)));
    }

    private static List<Taken> takenBy(String address) {
        return fcm.taken().stream()
                .filter(each -> each.address().equals(address))
                .toList();
    }
}
