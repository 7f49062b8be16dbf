package io.bloksec.keycloak.blokkey.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushDispatcherTest {

    private static final String REQUEST = "abcdefghijklmnopqrstuv";
    private static final PushOutcome DELIVERED = new PushOutcome.Delivered();
    private static final PushOutcome FAILED = new PushOutcome.Failed("test");
    private static final long LIMIT_SECONDS = 10;

    private final AtomicLong shift = new AtomicLong();
    private final PushDispatcher dispatcher = new PushDispatcher(2, 3, () -> System.nanoTime() + shift.get());
    private final LinkedBlockingQueue<PushOutcome> outcomes = new LinkedBlockingQueue<>();
    private final Queue<PushMessage> sent = new ConcurrentLinkedQueue<>();
    private final Queue<PushOutcome> answers = new ConcurrentLinkedQueue<>();
    private final PushSender sender = (to, message) -> {
        sent.add(message);
        PushOutcome next = answers.poll();
        return next == null ? DELIVERED : next;
    };

    @AfterEach
    void close() {
        dispatcher.close();
    }

    @Test
    void sendsFromAnotherThread() throws InterruptedException {
        LinkedBlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        send(60, (to, message) -> {
            threads.add(Thread.currentThread());
            return DELIVERED;
        });
        assertThat(outcome()).isEqualTo(DELIVERED);
        assertThat(threads.take().getName()).startsWith("blokkey-push");
        assertThat(dispatcher.counts()).isEqualTo(new PushCounts(1, 0, 0, 0, 0, 0));
    }

    @Test
    void choosesTheSenderByKind() throws InterruptedException {
        PushSenders senders = kind -> kind.equals(PushAddress.LOG) ? Optional.of(sender) : Optional.empty();
        dispatcher.send(senders, PushAddress.fcm("t"), PushMessage.of(REQUEST, 60), outcomes::add);
        assertThat(outcome()).isEqualTo(new PushOutcome.Refused("no sender for fcm"));
        dispatcher.send(senders, PushAddress.log(), PushMessage.of(REQUEST, 60), outcomes::add);
        assertThat(outcome()).isEqualTo(DELIVERED);
    }

    @Test
    void triesOnceMoreAfterAFailure() throws InterruptedException {
        answers.add(FAILED);
        send(60, sender);
        assertThat(outcome()).isEqualTo(DELIVERED);
        assertThat(sent).hasSize(2);
        assertThat(sent).extracting(PushMessage::ttlSeconds).allMatch(ttl -> ttl >= 55 && ttl < 60);
    }

    @Test
    void triesOnceMoreAfterTheTimeTheServiceAsksFor() throws InterruptedException {
        answers.add(new PushOutcome.Later(Optional.of(Duration.ofSeconds(2))));
        long start = System.nanoTime();
        send(60, sender);
        assertThat(outcome()).isEqualTo(DELIVERED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void doesNotTryAThirdTime() throws InterruptedException {
        answers.add(FAILED);
        answers.add(new PushOutcome.Later(Optional.empty()));
        send(60, sender);
        assertThat(outcome()).isEqualTo(new PushOutcome.Later(Optional.empty()));
        assertThat(sent).hasSize(2);
    }

    @Test
    void doesNotTryAgainWhatIsRefusedGoneOrTooLate() throws InterruptedException {
        for (PushOutcome end : new PushOutcome[] {
            new PushOutcome.Gone(),
            new PushOutcome.Refused("test"),
            new PushOutcome.Later(Optional.of(Duration.ofSeconds(60)))
        }) {
            answers.add(end);
            send(60, sender);
            assertThat(outcome()).isEqualTo(end);
        }
        answers.add(FAILED);
        send(2, sender);
        assertThat(outcome()).isEqualTo(FAILED);
        assertThat(sent).hasSize(4);
    }

    @Test
    void aSenderThatThrowsIsAFailureWithoutItsMessage() throws InterruptedException {
        try (Log log = new Log()) {
            send(2, (to, message) -> {
                throw new IllegalStateException("my-token");
            });
            assertThat(outcome()).isEqualTo(new PushOutcome.Failed("java.lang.IllegalStateException"));
            send(2, (to, message) -> null);
            assertThat(outcome()).isInstanceOf(PushOutcome.Failed.class);
            assertThat(log.text()).contains("No push for request " + REQUEST).doesNotContain("my-token");
        }
    }

    @Test
    void aCallbackThatThrowsHarmsNobody() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            dispatcher.send(kind -> Optional.of(sender), PushAddress.log(), PushMessage.of(REQUEST, 60), outcome -> {
                outcomes.add(outcome);
                throw new IllegalStateException("callback");
            });
            assertThat(outcome()).isEqualTo(DELIVERED);
        }
    }

    @Test
    void dropsAndCountsWhatIsTooMuchWithoutWaiting() throws InterruptedException {
        try (Log log = new Log()) {
            CountDownLatch stuck = new CountDownLatch(1);
            CountDownLatch busy = new CountDownLatch(2);
            PushSender slow = (to, message) -> {
                busy.countDown();
                await(stuck);
                return DELIVERED;
            };
            send(60, slow);
            send(60, slow);
            busy.await();
            long start = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                send(60, slow);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(dispatcher.counts().dropped()).isEqualTo(7);
            assertThat(outcomes).hasSize(7).containsOnly(new PushOutcome.Failed("too many pushes wait"));
            assertThat(log.text().split("Too many pushes wait", -1))
                    .as("one warning")
                    .hasSize(2);
            outcomes.clear();
            stuck.countDown();
            for (int i = 0; i < 5; i++) {
                assertThat(outcome()).isEqualTo(DELIVERED);
            }
        }
    }

    @Test
    void whatOutlivesItsRequestInTheQueueIsNotSent() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(2);
        PushSender slow = (to, message) -> {
            busy.countDown();
            await(stuck);
            return DELIVERED;
        };
        send(60, slow);
        send(60, slow);
        busy.await();
        send(30, sender);
        shift.set(TimeUnit.SECONDS.toNanos(30));
        stuck.countDown();
        assertThat(List.of(outcome(), outcome(), outcome()))
                .containsExactlyInAnyOrder(
                        DELIVERED, DELIVERED, new PushOutcome.Failed("it waited until the request had ended"));
        assertThat(sent).isEmpty();
    }

    @Test
    void leavesAServiceAloneThatFailsAgainAndAgain() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        PushSender dead = (to, message) -> {
            calls.incrementAndGet();
            return FAILED;
        };
        for (int i = 0; i < 10; i++) {
            send("https://dead.example/x" + i, 2, dead);
            outcome();
        }
        assertThat(calls).hasValue(5);
        send("https://alive.example/x", 2, sender);
        assertThat(outcome()).as("another service").isEqualTo(DELIVERED);

        shift.set(TimeUnit.SECONDS.toNanos(30));
        send("https://dead.example/x", 2, dead);
        outcome();
        assertThat(calls).as("after the pause").hasValue(6);
        send("https://dead.example/x", 2, dead);
        outcome();
        assertThat(calls).as("still down").hasValue(6);

        shift.set(TimeUnit.SECONDS.toNanos(60));
        for (int i = 0; i < 3; i++) {
            send("https://dead.example/x", 2, sender);
            assertThat(outcome()).as("up again").isEqualTo(DELIVERED);
        }
    }

    /** It is asked again after the pause, when an administrator may have put it right; and not a second time for one push. */
    @Test
    void leavesAWayAloneThatIsSetUpWronglyAndNoOther() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        PushSender wrong = named("realm one", () -> {
            calls.incrementAndGet();
            return new PushOutcome.Misconfigured("no key");
        });
        for (int i = 0; i < 7; i++) {
            send("https://shared.example/x", 2, wrong);
            outcome();
        }
        assertThat(calls).hasValue(5);

        send("https://shared.example/x", 2, named("realm two", () -> DELIVERED));
        assertThat(outcome()).as("another realm").isEqualTo(DELIVERED);
    }

    private static PushSender named(String route, Supplier<PushOutcome> outcome) {
        return new PushSender() {
            @Override
            public String route(PushAddress to) {
                return route;
            }

            @Override
            public PushOutcome send(PushAddress to, PushMessage message) {
                return outcome.get();
            }
        };
    }

    @Test
    void addressesThatAreRefusedGoneOrLimitedDoNotCountAgainstTheService() throws InterruptedException {
        for (int i = 0; i < 12; i++) {
            PushOutcome outcome =
                    i % 2 == 0 ? new PushOutcome.Gone() : new PushOutcome.Later(Optional.of(Duration.ofMinutes(5)));
            answers.add(outcome);
            send("https://shared.example/x", 60, sender);
            assertThat(outcome()).isEqualTo(outcome);
        }
        send("https://shared.example/x", 60, sender);
        assertThat(outcome()).isEqualTo(DELIVERED);
    }

    @Test
    void endsWithTheServerWithoutComplaint() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        send(60, (to, message) -> {
            busy.countDown();
            await(new CountDownLatch(1));
            return DELIVERED;
        });
        busy.await();
        long start = System.nanoTime();
        dispatcher.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThatCode(() -> send(60, sender)).doesNotThrowAnyException();
        assertThat(sent).isEmpty();
        assertThat(dispatcher.counts().dropped()).isZero();
    }

    @Test
    void theLogSenderWritesTheReferenceAlone() {
        try (Log log = new Log()) {
            PushAddress address = new PushAddress(PushAddress.LOG, Map.of("token", "my-token"));
            assertThat(new LogPushSenderFactory().create(null).send(address, PushMessage.of(REQUEST, 60)))
                    .isEqualTo(DELIVERED);
            assertThat(log.text()).contains(REQUEST).doesNotContain("my-token");
        }
    }

    private void send(int ttl, PushSender by) {
        dispatcher.send(kind -> Optional.of(by), PushAddress.log(), PushMessage.of(REQUEST, ttl), outcomes::add);
    }

    private void send(String endpoint, int ttl, PushSender by) {
        dispatcher.send(
                kind -> Optional.of(by),
                PushAddress.webPush(endpoint, "k", "a"),
                PushMessage.of(REQUEST, ttl),
                outcomes::add);
    }

    private PushOutcome outcome() throws InterruptedException {
        PushOutcome outcome = outcomes.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(outcome).as("an outcome").isNotNull();
        return outcome;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
