package io.bloksec.keycloak.blokkey.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.blokkey.push.Log;
import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushMessage;
import io.bloksec.keycloak.blokkey.push.PushOutcome;
import io.bloksec.keycloak.blokkey.push.PushSender;
import io.bloksec.pushservice.Behaviour;
import io.bloksec.pushservice.FakePushService;
import io.bloksec.pushservice.Push;
import io.bloksec.pushservice.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sender against a push service that checks and decrypts all it gets. */
class WebPushSenderTest {

    private static final String REQUEST = "abcdefghijklmnopqrstuv";
    private static final String CONTACT = "mailto:admin@example.com";

    private final VapidKeys keys = VapidKeys.generate();
    private final FakePushService service = FakePushService.start();
    private final WebPush webPush = new WebPush(true);
    private final PushSender sender = webPush.sender(List.of(keys), CONTACT, List.of());
    private final Subscription subscription = service.subscribe(keys.publicText());

    @AfterEach
    void close() {
        webPush.close();
        service.close();
    }

    @Test
    void thePhonesBrowserReadsTheReferenceAndNothingElse() {
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Delivered());

        Push push = service.pushes().get(0);
        assertThat(push.text()).isEqualTo("{\"v\":1,\"r\":\"" + REQUEST + "\"}");
        assertThat(push.ttlSeconds()).isEqualTo(60);
        assertThat(push.urgency()).isEqualTo("high");
        assertThat(push.topic()).isEqualTo(PushMessage.ONE_TOPIC);
        assertThat(push.to()).isSameAs(subscription);
        assertThat(service.refusals()).isEmpty();
    }

    @Test
    void pushesOfDifferentRequestsLookAlikeOnTheWay() {
        send(subscription);
        sender.send(address(subscription), new PushMessage("______________________", 5, "t"));
        assertThat(service.pushes())
                .extracting(Push::bodyLength)
                .containsOnly(service.pushes().get(0).bodyLength());
    }

    @Test
    void oneSignatureServesManyPushes() {
        send(subscription);
        send(service.subscribe(keys.publicText()));
        assertThat(service.pushes())
                .extracting(Push::authorization)
                .hasSize(2)
                .containsOnly(service.pushes().get(0).authorization());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void takenIsDelivered(int status) {
        service.next(Behaviour.status(status));
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void anAddressThatIsNoMoreIsGone(int status) {
        service.next(Behaviour.status(status));
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Gone());
    }

    @Test
    void anEndedSubscriptionIsGone() {
        service.unsubscribe(subscription);
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Gone());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aServiceThatIsBusyIsAskedLater(int status) {
        service.next(
                Behaviour.status(status, "Retry-After", "7"),
                Behaviour.status(status),
                Behaviour.status(status, "Retry-After", "soon"),
                Behaviour.status(status, "Retry-After", "999999999"),
                Behaviour.status(status, "Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT"));
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Later(Optional.of(Duration.ofSeconds(7))));
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Later(Optional.empty()));
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Later(Optional.empty()));
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Later(Optional.of(Duration.ofDays(1))));
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Later(Optional.of(Duration.ZERO)));
    }

    @Test
    void laterMayBeADate() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(30).atOffset(ZoneOffset.UTC));
        service.next(Behaviour.status(429, "Retry-After", date));
        assertThat(send(subscription))
                .isInstanceOfSatisfying(
                        PushOutcome.Later.class,
                        later -> assertThat(later.retryAfter())
                                .hasValueSatisfying(wait ->
                                        assertThat(wait).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(31))));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 406, 413})
    void whatNobodyCanChangeByWaitingIsRefused(int status) {
        service.next(Behaviour.status(status));
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Refused(status + " from 127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void anErrorOfTheServiceIsAFailure(int status) {
        service.next(Behaviour.status(status));
        assertThat(send(subscription)).isInstanceOf(PushOutcome.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectIsFollowed(int status) {
        Subscription elsewhere = service.subscribe(keys.publicText());
        service.next(Behaviour.status(status, "Location", elsewhere.endpoint().toString()));
        assertThat(send(subscription)).isInstanceOf(PushOutcome.Refused.class);
        assertThat(service.requests()).isEqualTo(1);
    }

    @Test
    void aLineThatBreaksIsAFailure() {
        service.next(new Behaviour.Drop());
        assertThat(send(subscription)).isInstanceOf(PushOutcome.Failed.class);
        service.close();
        assertThat(send(subscription)).isInstanceOf(PushOutcome.Failed.class);
    }

    @Test
    void aSlowServiceHoldsTheThreadNoLongerThanTheRequestLives() {
        service.next(new Behaviour.Slow(Duration.ofSeconds(30)));
        long start = System.nanoTime();
        assertThat(sender.send(address(subscription), PushMessage.of(REQUEST, 1)))
                .isInstanceOf(PushOutcome.Failed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void anEndlessAnswerHoldsTheThreadNoLongerEither() {
        service.next(new Behaviour.Trickle());
        long start = System.nanoTime();
        // The status says that it was taken, and nothing in the body can change that.
        assertThat(sender.send(address(subscription), PushMessage.of(REQUEST, 1)))
                .isEqualTo(new PushOutcome.Delivered());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void noCookieIsKept() {
        service.next(Behaviour.status(429, "Set-Cookie", "a=b; Path=/"));
        send(subscription);
        assertThat(send(subscription)).isEqualTo(new PushOutcome.Delivered());
    }

    @Test
    void anOlderKeyServesThoseWhoSubscribedWithIt() {
        PushSender renewed = webPush.sender(List.of(VapidKeys.generate(), keys), CONTACT, List.of());
        assertThat(renewed.send(address(subscription), PushMessage.of(REQUEST, 60)))
                .isEqualTo(new PushOutcome.Delivered());
        assertThat(service.refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(403));
    }

    @Test
    void aForeignKeyIsRefused() {
        PushSender foreign = webPush.sender(List.of(VapidKeys.generate()), CONTACT, List.of());
        assertThat(foreign.send(address(subscription), PushMessage.of(REQUEST, 60)))
                .isInstanceOf(PushOutcome.Refused.class);
        assertThat(service.pushes()).isEmpty();
    }

    @Test
    void withoutAKeyNothingIsSent() {
        PushSender unset = webPush.sender(List.of(), CONTACT, List.of());
        assertThat(unset.send(address(subscription), PushMessage.of(REQUEST, 60)))
                .isInstanceOf(PushOutcome.Refused.class);
        assertThat(service.requests()).isZero();
    }

    @Test
    void anAddressThatIsNotAllowedIsNeverCalled() {
        try (WebPush production = new WebPush(false)) {
            PushSender strict = production.sender(List.of(keys), CONTACT, List.of());
            assertThat(strict.accepts(address(subscription))).isFalse();
            assertThat(strict.send(address(subscription), PushMessage.of(REQUEST, 60)))
                    .isInstanceOf(PushOutcome.Refused.class);
        }
        assertThat(service.requests()).isZero();
    }

    @Test
    void judgesAnAddressWhenADeviceBringsIt() {
        String endpoint = subscription.endpoint().toString();
        assertThat(sender.accepts(address(subscription))).isTrue();
        assertThat(service.requests()).isZero();
        assertThat(sender.accepts(PushAddress.log())).isFalse();
        assertThat(sender.accepts(PushAddress.fcm("x"))).isFalse();
        assertThat(sender.accepts(
                        PushAddress.webPush("https://evil.test/", subscription.p256dh(), subscription.auth())))
                .isFalse();
        assertThat(sender.accepts(PushAddress.webPush(endpoint, "AAAA", subscription.auth())))
                .isFalse();
        assertThat(sender.accepts(PushAddress.webPush(endpoint, subscription.p256dh(), "AAAA")))
                .isFalse();
        assertThat(sender.send(PushAddress.webPush(endpoint, "AAAA", subscription.auth()), PushMessage.of(REQUEST, 60)))
                .isEqualTo(new PushOutcome.Refused("keys of the address"));
    }

    @Test
    void theLogShowsNoAddressAndNoKey() {
        try (Log log = new Log()) {
            service.next(
                    Behaviour.status(403),
                    Behaviour.status(500),
                    new Behaviour.Drop(),
                    Behaviour.redirect("https://evil.test"));
            for (int i = 0; i < 5; i++) {
                send(subscription);
            }
            assertThat(log.text()).contains("takes none of this realm's keys");
            assertThat(log.text())
                    .doesNotContain(subscription.endpoint().getPath(), subscription.auth(), subscription.p256dh())
                    .doesNotContain(keys.toText().substring(keys.toText().indexOf('.') + 1), "vapid t=");
        }
    }

    private PushOutcome send(Subscription to) {
        return sender.send(address(to), PushMessage.of(REQUEST, 60));
    }

    private static PushAddress address(Subscription to) {
        return PushAddress.webPush(to.endpoint().toString(), to.p256dh(), to.auth());
    }
}
