package io.bloksec.keycloak.blokkey.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushMessage;
import io.bloksec.keycloak.blokkey.push.PushOutcome;
import io.bloksec.pushservice.FakePushService;
import io.bloksec.pushservice.Push;
import io.bloksec.pushservice.Subscription;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is pushed to whichever browser under whichever key: it reads what was sent. */
class RoundTripTest {

    private static final FakePushService SERVICE = FakePushService.start();
    private static final WebPush WEB_PUSH = new WebPush(true);

    @AfterContainer
    static void close() {
        WEB_PUSH.close();
        SERVICE.close();
    }

    @Property(tries = 200)
    void whatIsSentIsRead(
            @ForAll("ids") String request,
            @ForAll @IntRange(min = 1, max = 86_400) int ttl,
            @ForAll("topics") String topic) {
        SERVICE.clear();
        VapidKeys keys = VapidKeys.parse(VapidKeys.generate().toText());
        Subscription to = SERVICE.subscribe(keys.publicText());
        PushAddress address =
                PushAddress.parse(PushAddress.webPush(to.endpoint().toString(), to.p256dh(), to.auth())
                        .toJson());
        PushMessage message = new PushMessage(request, ttl, topic);

        PushOutcome outcome = WEB_PUSH.sender(List.of(keys), "https://example.com/contact", List.of())
                .send(address, message);

        assertThat(SERVICE.refusals()).isEmpty();
        assertThat(outcome).isEqualTo(new PushOutcome.Delivered());
        Push push = SERVICE.pushes().get(0);
        assertThat(push.plain()).isEqualTo(message.payload());
        assertThat(push.ttlSeconds()).isEqualTo(ttl);
        assertThat(push.topic()).isEqualTo(topic);
    }

    @Provide
    Arbitrary<String> ids() {
        return base64url().ofLength(22);
    }

    @Provide
    Arbitrary<String> topics() {
        return base64url().ofMinLength(1).ofMaxLength(32);
    }

    private static StringArbitrary base64url() {
        return Arbitraries.strings().alpha().numeric().withChars('-', '_');
    }
}
