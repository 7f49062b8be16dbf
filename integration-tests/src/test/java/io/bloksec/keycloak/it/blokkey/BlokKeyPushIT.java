package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import io.bloksec.phone.PushAddress;
import io.bloksec.pushservice.Behaviour;
import io.bloksec.pushservice.FakePushService;
import io.bloksec.pushservice.Push;
import io.bloksec.pushservice.Subscription;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A push rings the phone and says nothing; a sign-in goes on without it. The server of this class may push to this machine, by an
 * option that is off elsewhere, and answers waiting pages at once, by another.
 */
class BlokKeyPushIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String OPTION = "--spi-blokkey-push--webpush--allow-loopback=true";

    private static final String POLLING = "--spi-realm-restapi-extension--blokkey--waiting=poll";

    private static KeycloakServer server;
    private static FakePushService service;
    private static BlokKeyRealm realm;
    private static int persons;

    private UserSpec person;
    private Phone phone;
    private Subscription subscription;

    @BeforeAll
    static void start() {
        service = FakePushService.start();
        server = KeycloakServer.another(OPTION, POLLING);
        realm = BlokKeyRealm.create(server, "blokkey-push", "blokkey-only", "BlokKey only");
    }

    @AfterAll
    static void stop() {
        server.close();
        service.close();
    }

    @BeforeEach
    void subscribe() {
        service.clear();
        person = BlokKeyRealm.person("pushed" + ++persons).email("mail" + persons + "@corp.example");
        realm.realm.createUser(person);
        phone = realm.enrol(person);
        subscription = realm.subscribe(phone, service);
    }

    @Test
    void ringsThePhoneAndSaysNothing() throws InterruptedException {
        assertThat(phone.device().get("push").asText()).isEqualTo("webpush");
        WaitingPage page = open(person.username());
        String number = page.start(true).get("number").asText();

        Push push = service.await(1, LIMIT).get(0);
        String request = phone.list().get(0).id();
        assertThat(push.text()).isEqualTo("{\"v\":1,\"r\":\"" + request + "\"}");
        assertThat(push.ttlSeconds()).isBetween(50, 60);
        assertThat(service.refusals()).isEmpty();
        phone.showAndApprove(request, number, false);
        assertThat(page.finish().isRedirect()).isTrue();
    }

    /** Where a proxy does not like long answers. */
    @Test
    void aPageThatAsksAgainAndAgainGetsThereToo() {
        WaitingPage page = open(person.username());
        String number = page.start(true).get("number").asText();
        assertThat(page.waitFrom("WAITING").get("retryAfter").asInt()).isPositive();

        phone.showAndApprove(phone.list().get(0).id(), number, false);

        assertThat(page.waitFrom("WAITING").get("state").asText()).isEqualTo("APPROVED");
        assertThat(page.finish().isRedirect()).isTrue();
    }

    /** Only the person's click rings: the code on a page, a refresh and a second look do not. */
    @Test
    void ringsOnceAndOnlyWhenAskedTo() throws InterruptedException {
        WaitingPage page = open(person.username());
        page.start(false);
        page.start(true);
        service.await(1, LIMIT);
        page.start(true);
        page.start(true);

        assertThat(settled()).isEqualTo(1);
    }

    @Test
    void anAddressThatIsDeadIsForgottenAndTheDeviceStays() {
        service.always(Behaviour.status(410));
        WaitingPage page = open(person.username());
        String number = page.start(true).get("number").asText();

        Poll.until(
                "the address to go",
                LIMIT,
                () -> "none".equals(phone.device().get("push").asText()));
        phone.showAndApprove(phone.list().get(0).id(), number, false);
        assertThat(page.finish().isRedirect()).isTrue();
    }

    /** Down, slow, or talking for ever: nobody waits for it. */
    @ParameterizedTest
    @ValueSource(strings = {"error", "drop", "slow", "trickle", "redirect"})
    void aServiceThatIsSickHoldsNobodyUp(String how) {
        service.always(
                switch (how) {
                    case "error" -> Behaviour.status(500);
                    case "drop" -> new Behaviour.Drop();
                    case "slow" -> new Behaviour.Slow(Duration.ofSeconds(30));
                    case "trickle" -> new Behaviour.Trickle();
                    default -> Behaviour.redirect("http://127.0.0.1:1/");
                });
        WaitingPage page = open(person.username());
        String number = page.start(true).get("number").asText();
        phone.showAndApprove(phone.list().get(0).id(), number, false);

        assertThat(page.finish().isRedirect()).isTrue();
        assertThat(phone.device().get("push").asText())
                .as("it may be better tomorrow")
                .isEqualTo("webpush");
    }

    /** From somewhere inside, a server reaches more than a browser may. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://push.evil.example/p",
                "https://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/p",
                "https://fcm.googleapis.com.evil.example/p",
                "https://user@fcm.googleapis.com/p",
                "http://fcm.googleapis.com/p",
                "https://fcm.googleapis.com:8443/p",
                "file:///etc/passwd",
                "not an address"
            })
    void anAddressElsewhereIsNotTaken(String endpoint) {
        ObjectNode address = BlokKeyRealm.address(subscription).json().deepCopy();
        address.put("endpoint", endpoint);

        assertThat(phone.call("PUT", "device/push", address).code()).contains("push-refused");
        assertThat(phone.device().get("push").asText())
                .as("the one before stays")
                .isEqualTo("webpush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kind\":\"webpush\",\"endpoint\":7}",
                "{\"kind\":\"Web Push\"}",
                "{\"kind\":\"webpush\",\"endpoint\":{\"a\":\"b\"}}"
            })
    void anAddressThatIsNoneIsMalformed(String json) throws Exception {
        ObjectNode address = (ObjectNode) new ObjectMapper().readTree(json);

        assertThat(phone.call("PUT", "device/push", address).code()).contains("malformed");
    }

    @Test
    void aKindThatNobodySendsIsRefused() {
        assertThat(phone.call("PUT", "device/push", PushAddress.fcm("token").json())
                        .code())
                .contains("push-refused");
    }

    /** It is a push like any other, and what is wrong the phone learns when it calls. */
    @Test
    void aPhoneThatSomebodyElseRemovesIsTold() {
        realm.realm
                .admin()
                .delete(realm.realm.path("blokkey/users/" + phone.userId() + "/devices/" + phone.deviceId()
                        + "?phrase=remove%20device"));

        Push push = Poll.value(
                "a push to this phone",
                LIMIT,
                () -> service.pushes().stream()
                        .filter(each -> each.to().equals(subscription))
                        .findFirst());
        assertThat(push.text()).matches("\\{\"v\":1,\"r\":\"[A-Za-z0-9_-]{22}\"}");
        assertThat(push.ttlSeconds()).isBetween(86_390, 86_400);
        assertThat(phone.call("GET", "device", null).code()).contains("device-removed");
    }

    @Test
    void noPushesAfterTheAddressWasTakenBackOrTheDeviceRemoved() {
        phone.removePush();
        open(person.username()).start(true);
        assertThat(settled()).isZero();

        phone.push(BlokKeyRealm.address(subscription));
        phone.remove();
        open(person.username()).start(true);
        assertThat(settled()).isZero();
    }

    /** The pause after the first is half a minute, by whichever of the person's names one asks. */
    @Test
    void whoeverKnowsNamesRingsAtMostOnceInHalfAMinute() throws InterruptedException {
        open(person.username()).start(true);
        service.await(1, LIMIT);

        open(person.username()).start(true);
        open("mail" + persons + "@corp.example").start(true);

        assertThat(settled()).isEqualTo(1);
        assertThat(phone.list()).as("they are in the app's list").hasSize(3);
    }

    @Test
    void whereUnknownBrowsersMayNotRingNoneDoes() {
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "never"));
        try {
            for (int i = 0; i < 20; i++) {
                open(person.username()).start(true);
            }
            BlokKeyRealm.browser().get(realm.authorization(BlokKeyRealm.APP, "login_hint=" + person.username()));

            assertThat(settled()).isZero();
            assertThat(phone.list()).hasSize(2);
        } finally {
            realm.configure("BlokKey only level 2", Map.of());
        }
    }

    @Test
    void thePersonCanSilenceStrangers() {
        phone.settings(false);
        open(person.username()).start(true);

        assertThat(settled()).isZero();
        assertThat(phone.list()).hasSize(1);
    }

    /** A stolen password rings at once, but not for ever, and every time with a number. */
    @Test
    void whoeverHasThePasswordRingsFiveTimes() {
        realm.addFlow("password-then-blokkey");
        realm.useFlow(BlokKeyRealm.APP, "Password then BlokKey");
        try {
            for (int i = 0; i < 8; i++) {
                var page =
                        KeycloakLogin.signIn(BlokKeyRealm.browser().get(realm.authorization(BlokKeyRealm.APP)), person);
                page.form("#blokkey-start").submit("blokkey", "start");
                ApprovalRequest request = phone.list().get(0);
                assertThat(request.number()).isEqualTo(3);
                phone.deny(request);
            }

            assertThat(settled()).isEqualTo(5);
        } finally {
            realm.useFlow(BlokKeyRealm.APP, "BlokKey only");
        }
    }

    private static WaitingPage open(String name) {
        return realm.signIn(BlokKeyRealm.browser()).name(name);
    }

    /** Pushes after a time in which one more would have come. */
    private static int settled() {
        BlokKeyRealm.dwell();
        return service.pushes().size();
    }
}
