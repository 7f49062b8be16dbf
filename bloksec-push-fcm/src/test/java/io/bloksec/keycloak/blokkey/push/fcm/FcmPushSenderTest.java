package io.bloksec.keycloak.blokkey.push.fcm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.fcm.Behaviour;
import io.bloksec.fcm.FakeFcm;
import io.bloksec.fcm.FcmError;
import io.bloksec.fcm.Taken;
import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushMessage;
import io.bloksec.keycloak.blokkey.push.PushOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK with our transport against a service that is as strict as Google's. */
class FcmPushSenderTest {

    private static final String REQUEST = "abcdefghijklmnopqrstuv";
    private static final PushOutcome DELIVERED = new PushOutcome.Delivered();

    @TempDir
    Path directory;

    private final FakeFcm fcm = FakeFcm.start();
    private final AtomicLong nanos = new AtomicLong();
    private final FcmApps apps = new FcmApps(FcmEndpoint.of(fcm.origin().toString()), nanos::get);
    private Path file;

    @BeforeEach
    void configure() throws IOException {
        file = write(fcm.account());
    }

    @AfterEach
    void close() {
        apps.close();
        fcm.close();
    }

    @Test
    void deliversToATokenAndSaysNothingButTheReference() {
        String token = fcm.registerToken();
        long before = Instant.now().getEpochSecond();

        assertThat(send(PushAddress.fcm(token), 55)).isEqualTo(DELIVERED);

        Taken taken = fcm.taken().get(0);
        assertThat(taken.target()).isEqualTo("token");
        assertThat(taken.address()).isEqualTo(token);
        JsonNode message = taken.message();
        assertThat(message.propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("token", "data", "android", "apns");
        assertThat(message.get("data").toString())
                .isIn("{\"v\":\"1\",\"r\":\"" + REQUEST + "\"}", "{\"r\":\"" + REQUEST + "\",\"v\":\"1\"}");
        JsonNode android = message.get("android");
        assertThat(android.get("priority").asText()).isEqualToIgnoringCase("high");
        assertThat(android.get("ttl").asText()).isEqualTo("55s");
        assertThat(android.get("collapse_key").asText()).isEqualTo("blokkey");
        JsonNode apns = message.get("apns").get("headers");
        assertThat(apns.get("apns-priority").asText()).isEqualTo("10");
        assertThat(apns.get("apns-push-type").asText()).isEqualTo("alert");
        assertThat(apns.get("apns-collapse-id").asText()).isEqualTo("blokkey");
        assertThat(apns.get("apns-expiration").asLong()).isBetween(before + 55, before + 65);
        assertThat(fcm.refusals()).isEmpty();
    }

    @Test
    void deliversToAnInstallation() {
        String fid = fcm.registerInstallation();

        assertThat(send(PushAddress.fcmInstallation(fid), 60)).isEqualTo(DELIVERED);

        assertThat(fcm.taken())
                .extracting(Taken::target, Taken::address)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("fid", fid));
    }

    @Test
    void asksForOneAccessTokenForManyPushes() {
        for (int i = 0; i < 3; i++) {
            assertThat(send(PushAddress.fcm(fcm.registerToken()), 60)).isEqualTo(DELIVERED);
        }
        assertThat(fcm.exchanges()).isEqualTo(1);
    }

    @Test
    void getsAnotherAccessTokenWhenFcmTakesTheOldOneNoMore() {
        send(PushAddress.fcm(fcm.registerToken()), 60);
        fcm.endTokens();

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 60)).isEqualTo(DELIVERED);
        assertThat(fcm.exchanges()).isEqualTo(2);
    }

    @Test
    void anAppThatIsGoneIsGone() {
        String token = fcm.registerToken();
        fcm.unregister(token);

        assertThat(send(PushAddress.fcm(token), 60)).isEqualTo(new PushOutcome.Gone());
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(FcmError.UNREGISTERED, PushOutcome.Gone.class),
                Arguments.of(FcmError.SENDER_ID_MISMATCH, PushOutcome.Gone.class),
                Arguments.of(FcmError.badAddress("token"), PushOutcome.Gone.class),
                Arguments.of(FcmError.badAddress("fid"), PushOutcome.Gone.class),
                Arguments.of(
                        FcmError.invalid("Invalid value at 'message.android.ttl'", "message.android.ttl"),
                        PushOutcome.Refused.class),
                Arguments.of(FcmError.QUOTA_EXCEEDED, PushOutcome.Later.class),
                Arguments.of(FcmError.UNAVAILABLE, PushOutcome.Later.class),
                Arguments.of(FcmError.INTERNAL, PushOutcome.Failed.class),
                Arguments.of(FcmError.THIRD_PARTY_AUTH_ERROR, PushOutcome.Misconfigured.class),
                Arguments.of(FcmError.UNAUTHENTICATED, PushOutcome.Misconfigured.class),
                Arguments.of(FcmError.PERMISSION_DENIED, PushOutcome.Misconfigured.class));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void tellsWhatAnErrorMeans(FcmError error, Class<? extends PushOutcome> meaning) {
        fcm.always(Behaviour.error(error));
        long start = System.nanoTime();

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 60)).isInstanceOf(meaning);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("it is tried again later, by others, and not from this thread")
                .isLessThan(Duration.ofSeconds(4));
        assertThat(fcm.sends()).isLessThanOrEqualTo(error == FcmError.UNAUTHENTICATED ? 2 : 1);
    }

    /** A proxy's 404 says nothing about an address. */
    @Test
    void anAnswerOfSomebodyElseDropsNoAddress() {
        fcm.always(new Behaviour.Foreign(404, "<html>not here</html>", Map.of("Content-Type", "text/html")));

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 60)).isInstanceOf(PushOutcome.Misconfigured.class);
    }

    @Test
    void aRedirectIsNotFollowed() {
        fcm.always(new Behaviour.Foreign(307, "", Map.of("Location", fcm.origin() + "/v1/elsewhere")));

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 60)).isInstanceOf(PushOutcome.Refused.class);
        assertThat(fcm.sends()).isEqualTo(1);
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        for (FcmError error : new FcmError[] {FcmError.QUOTA_EXCEEDED, FcmError.UNAVAILABLE}) {
            fcm.always(Behaviour.error(error, "Retry-After", "7"));
            assertThat(send(PushAddress.fcm(fcm.registerToken()), 60))
                    .isEqualTo(new PushOutcome.Later(Optional.of(Duration.ofSeconds(7))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow", "trickle"})
    void endsWithTheMessagesLife(String how) {
        fcm.always(how.equals("slow") ? new Behaviour.Slow(Duration.ofSeconds(30)) : new Behaviour.Trickle());
        long start = System.nanoTime();

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 2))
                .isEqualTo(new PushOutcome.Failed("time limit at 127.0.0.1"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void theTokenServiceCountsForTheSameTime() {
        fcm.tokens(new Behaviour.Slow(Duration.ofSeconds(30)));
        long start = System.nanoTime();

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 2)).isInstanceOf(PushOutcome.Failed.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aConnectionThatBreaksIsAFailure() {
        fcm.always(new Behaviour.Drop());

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 60)).isInstanceOf(PushOutcome.Failed.class);
    }

    @Test
    void aKeyThatWasDeletedIsAMisconfiguration() {
        fcm.forgetAccounts();

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 60))
                .isEqualTo(new PushOutcome.Misconfigured(
                        "400 instead of an access token: the service account or its key is not valid any more"));
        assertThat(fcm.exchanges()).isEqualTo(1);
    }

    @Test
    void anAccountOfAnotherProjectDropsTheAddress() throws IOException {
        file = write(fcm.foreignAccount());

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 60)).isEqualTo(new PushOutcome.Gone());
    }

    @Test
    void takesUpANewKeyWithoutARestart() throws IOException {
        assertThat(send(PushAddress.fcm(fcm.registerToken()), 60)).isEqualTo(DELIVERED);
        fcm.forgetAccounts();
        fcm.endTokens();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, fcm.account());
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 60)).isEqualTo(DELIVERED);
    }

    @Test
    void saysWhyNothingCanLeave() throws IOException {
        Files.delete(file);

        assertThat(send(PushAddress.fcm(fcm.registerToken()), 60))
                .isEqualTo(new PushOutcome.Misconfigured("The file " + file + " cannot be read: NoSuchFileException"));
        assertThat(sender(Optional.empty()).send(PushAddress.fcm(fcm.registerToken()), PushMessage.of(REQUEST, 60)))
                .isEqualTo(new PushOutcome.Misconfigured("no service account is configured for this realm"));
    }

    @Test
    void takesOnlyAddressesOfFcmsForm() {
        FcmPushSender sender = sender(Optional.of(file));

        assertThat(sender.accepts(PushAddress.fcm(fcm.registerToken()))).isTrue();
        assertThat(sender.accepts(PushAddress.fcmInstallation(fcm.registerInstallation())))
                .isTrue();
        assertThat(sender(Optional.empty()).accepts(PushAddress.fcm(fcm.registerToken())))
                .as("without a service account")
                .isFalse();
        for (PushAddress wrong : new PushAddress[] {
            PushAddress.fcm("short"),
            PushAddress.fcm("a".repeat(31)),
            PushAddress.fcm("a/b".repeat(30)),
            PushAddress.fcm("token with spaces " + "a".repeat(40)),
            PushAddress.fcmInstallation("a" + "b".repeat(21)),
            PushAddress.fcmInstallation("c" + "b".repeat(22)),
            new PushAddress("fcm", Map.of()),
            new PushAddress("fcm", Map.of("token", fcm.registerToken(), "fid", fcm.registerInstallation())),
            new PushAddress("fcm", Map.of("token", fcm.registerToken(), "topic", "all")),
            new PushAddress("fcm", Map.of("topic", "all"))
        }) {
            assertThat(sender.accepts(wrong)).as("%s", wrong.values()).isFalse();
        }
    }

    @Test
    void oneRealmsTroubleIsItsOwn() {
        assertThat(sender(Optional.of(file)).route(PushAddress.fcm("t"))).contains("corp");
    }

    private PushOutcome send(PushAddress to, int seconds) {
        return sender(Optional.of(file)).send(to, PushMessage.of(REQUEST, seconds));
    }

    private FcmPushSender sender(Optional<Path> file) {
        return new FcmPushSender(apps, "corp", file, null);
    }

    private Path write(String account) throws IOException {
        Path written = Files.createTempFile(directory, "account", ".json");
        Files.writeString(written, account);
        return Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("r--------"));
    }
}
