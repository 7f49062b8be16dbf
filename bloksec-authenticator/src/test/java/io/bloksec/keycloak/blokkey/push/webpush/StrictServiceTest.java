package io.bloksec.keycloak.blokkey.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.pushservice.FakePushService;
import io.bloksec.pushservice.Refusal;
import io.bloksec.pushservice.Subscription;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake push service must see each mistake, or a sender that passes it proves nothing. */
class StrictServiceTest {

    private static final FakePushService SERVICE = FakePushService.start();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final VapidKeys keys = VapidKeys.generate();
    private final Subscription subscription = SERVICE.subscribe(keys.publicText());
    private final Map<String, String> headers = new TreeMap<>();
    private byte[] body = Receiver.of(
                    PushAddress.webPush(subscription.endpoint().toString(), subscription.p256dh(), subscription.auth()))
            .encrypt("hello".getBytes(StandardCharsets.UTF_8));

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @BeforeEach
    void rightInAll() {
        SERVICE.clear();
        headers.putAll(Map.of(
                "Authorization", vapid("ES256", SERVICE.origin().toString(), in(3600), "mailto:a@example.com"),
                "TTL", "60",
                "Urgency", "high",
                "Topic", "topic",
                "Content-Encoding", "aes128gcm"));
    }

    @Test
    void takesWhatIsRight() throws Exception {
        assertThat(push()).isEqualTo(201);
        assertThat(SERVICE.pushes())
                .singleElement()
                .satisfies(push -> assertThat(push.text()).isEqualTo("hello"));
        headers.remove("Topic");
        headers.remove("Urgency");
        assertThat(push()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "TTL,, 400",
        "TTL, soon, 400",
        "TTL, -1, 400",
        "Urgency, urgent, 400",
        "Topic, not base64url!, 400",
        "Topic, 123456789012345678901234567890123, 400",
        "Content-Encoding,, 400",
        "Content-Encoding, aesgcm, 400",
        "Authorization,, 401",
        "Authorization, Bearer x, 401",
        "Authorization, vapid t=x, 401",
        "Cookie, a=b, 400"
    })
    void refusesAHeaderThatIsWrong(String header, String value, int status) throws Exception {
        if (value == null) {
            headers.remove(header);
        } else {
            headers.put(header, value);
        }
        refuses(status);
    }

    @Test
    void refusesAStatementThatIsWrong() throws Exception {
        String origin = SERVICE.origin().toString();
        for (String authorization : new String[] {
            vapid("none", origin, in(3600), "mailto:a@example.com"),
            vapid("ES256", origin + "/", in(3600), "mailto:a@example.com"),
            vapid("ES256", "https://fcm.googleapis.com", in(3600), "mailto:a@example.com"),
            vapid("ES256", origin, in(-1), "mailto:a@example.com"),
            vapid("ES256", origin, in(25 * 3600), "mailto:a@example.com"),
            vapid("ES256", origin, in(3600), ""),
            vapid("ES256", origin, in(3600), "a@example.com"),
            vapid("ES256", origin, in(3600), "mailto: a@example.com"),
            new VapidTokens(Instant::now).authorization(VapidKeys.generate(), origin, "mailto:a@example.com"),
            vapid("ES256", origin, in(3600), "mailto:a@example.com").replace("t=e", "t=f"),
            headers.get("Authorization")
                    .replaceFirst("k=.*", "k=" + VapidKeys.generate().publicText()),
        }) {
            headers.put("Authorization", authorization);
            refuses(403);
        }
    }

    @Test
    void refusesASignatureOfAnotherKey() throws Exception {
        String foreign = new VapidTokens(Instant::now)
                .authorization(VapidKeys.generate(), SERVICE.origin().toString(), "mailto:a@example.com");
        headers.put("Authorization", foreign.replaceFirst("k=.*", "k=" + keys.publicText()));
        refuses(403);
    }

    @Test
    void refusesABodyThatCannotBeRead() throws Exception {
        byte[] right = body;
        body = new byte[4097];
        refuses(413);
        body = new byte[0];
        refuses(400);
        body = Arrays.copyOf(right, right.length - 1);
        refuses(400);
        body = right.clone();
        body[right.length - 1] ^= 1;
        refuses(400);
        body = right.clone();
        body[20] = 0;
        refuses(400);
        Subscription other = SERVICE.subscribe(keys.publicText());
        body = Receiver.of(PushAddress.webPush("https://x", other.p256dh(), subscription.auth()))
                .encrypt(new byte[5]);
        refuses(400);
        body = Receiver.of(PushAddress.webPush("https://x", subscription.p256dh(), other.auth()))
                .encrypt(new byte[5]);
        refuses(400);
    }

    @Test
    void knowsItsOwnSubscriptionsAlone() throws Exception {
        assertThat(push(subscription.endpoint().resolve("/push/unknown"))).isEqualTo(404);
        SERVICE.unsubscribe(subscription);
        refuses(410);
    }

    private void refuses(int status) throws Exception {
        SERVICE.clear();
        assertThat(push()).isEqualTo(status);
        assertThat(SERVICE.pushes()).isEmpty();
        assertThat(SERVICE.refusals()).extracting(Refusal::status).containsExactly(status);
    }

    private int push() throws IOException, InterruptedException {
        return push(subscription.endpoint());
    }

    private int push(URI to) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String vapid(String algorithm, String audience, long expires, String contact) {
        String signed = part("{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"}")
                + "."
                + part("{\"aud\":\"" + audience + "\",\"exp\":" + expires + ",\"sub\":\"" + contact + "\"}");
        return "vapid t=" + signed + "." + Bytes.text(keys.sign(signed.getBytes(StandardCharsets.US_ASCII))) + ", k="
                + keys.publicText();
    }

    private static String part(String json) {
        return Bytes.text(json.getBytes(StandardCharsets.UTF_8));
    }

    private static long in(long seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }
}
