package io.bloksec.keycloak.blokkey.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushMessage;
import io.bloksec.keycloak.blokkey.push.PushOutcome;
import io.bloksec.pushservice.FakePushService;
import io.bloksec.pushservice.Subscription;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.apache.http.conn.DnsResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection to a push service: by TLS, to its name, at the address that was judged. */
class PushServicesTest {

    private static final String HOST = "fcm.googleapis.com";
    private static final VapidKeys KEYS = VapidKeys.generate();
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static TlsKeys tls;
    private static FakePushService service;

    private final AtomicInteger lookups = new AtomicInteger();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        tls = new TlsKeys(directory, HOST);
        service = FakePushService.start(tls.server(), HOST);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void clear() {
        service.clear();
    }

    @Test
    void pushesGoByTlsToTheNameAtTheJudgedAddress() throws Exception {
        assertThat(send(here(), HERE::equals, tls.client())).isEqualTo(new PushOutcome.Delivered());
        assertThat(service.pushes()).hasSize(1);
    }

    @Test
    void aNameIsResolvedOnceAndMayMeanSomethingElseAfterwards() throws Exception {
        InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
        DnsResolver rebinding = host -> new InetAddress[] {lookups.getAndIncrement() == 0 ? HERE : elsewhere};
        assertThat(send(rebinding, HERE::equals, tls.client())).isEqualTo(new PushOutcome.Delivered());
        assertThat(lookups).hasValue(1);
    }

    @Test
    void aNameThatLeadsInsideIsNotCalled() throws Exception {
        assertThat(send(here(), PublicAddresses::isPublic, tls.client()))
                .isEqualTo(new PushOutcome.Refused("address not public"));
        assertThat(service.requests()).isZero();
    }

    @Test
    void aServiceThatCannotProveItsNameGetsNothing() throws Exception {
        assertThat(send(here(), HERE::equals, SSLContext.getDefault())).isInstanceOf(PushOutcome.Failed.class);

        Subscription subscription = service.subscribe(KEYS.publicText());
        PushAddress other =
                address(subscription.endpoint().toString().replace(HOST, "web.push.apple.com"), subscription);
        assertThat(send(other, here(), HERE::equals, tls.client())).isInstanceOf(PushOutcome.Failed.class);

        assertThat(service.requests()).isZero();
    }

    @Test
    void theJvmsProxyIsNotAsked() throws Exception {
        List<String> properties = List.of("https.proxyHost", "http.proxyHost");
        properties.forEach(property -> System.setProperty(property, "proxy.invalid"));
        try {
            assertThat(send(here(), HERE::equals, tls.client())).isEqualTo(new PushOutcome.Delivered());
        } finally {
            properties.forEach(System::clearProperty);
        }
    }

    private PushOutcome send(DnsResolver names, Predicate<InetAddress> rule, SSLContext trust)
            throws GeneralSecurityException {
        Subscription subscription = service.subscribe(KEYS.publicText());
        return send(address(subscription.endpoint().toString(), subscription), names, rule, trust);
    }

    private PushOutcome send(PushAddress to, DnsResolver names, Predicate<InetAddress> rule, SSLContext trust) {
        InstantSource clock = InstantSource.system();
        CheckedResolver resolver = new CheckedResolver(names, rule, false);
        try (PushServices services = new PushServices(resolver, trust, false, clock)) {
            return new WebPushSender(
                            services,
                            new VapidTokens(clock),
                            new EndpointPolicy(
                                    List.of(), false, service.origin().getPort()),
                            List.of(KEYS),
                            "mailto:admin@example.com")
                    .send(to, PushMessage.of("abcdefghijklmnopqrstuv", 60));
        }
    }

    private static PushAddress address(String endpoint, Subscription subscription) {
        return PushAddress.webPush(endpoint, subscription.p256dh(), subscription.auth());
    }

    private static DnsResolver here() {
        return host -> new InetAddress[] {HERE};
    }
}
