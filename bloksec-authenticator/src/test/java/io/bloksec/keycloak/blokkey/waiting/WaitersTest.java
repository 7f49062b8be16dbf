package io.bloksec.keycloak.blokkey.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever waits is answered once, by news that concern it or by time, and never more wait than may. */
class WaitersTest {

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Waiters waiters = new Waiters(5, 3);
    private final List<String> answers = new ArrayList<>();

    @Test
    void areAnsweredOnceByTheNewsOfTheirRequest() {
        waiters.add("one", "address", FOR_EVER, state -> true, answers::add);
        waiters.wake("other", "APPROVED");
        waiters.wake("one", "APPROVED");
        waiters.wake("one", "DENIED");

        assertThat(answers).containsExactly("APPROVED");
        assertThat(waiters.isEmpty()).isTrue();
    }

    @Test
    void doNotStirAtWhatIsNoNewsToThem() {
        waiters.add("one", "address", FOR_EVER, state -> !state.equals("SHOWN"), answers::add);
        waiters.wake("one", "SHOWN");
        assertThat(answers).isEmpty();
        waiters.wake("one", "APPROVED");

        assertThat(answers).containsExactly("APPROVED");
    }

    @Test
    void areLetGoWhenTheirTimeIsOver() {
        waiters.add("one", "address", 1_000, state -> true, answers::add);
        waiters.release(999);
        assertThat(answers).isEmpty();
        waiters.release(1_000);

        assertThat(answers).containsExactly((String) null);
        assertThat(waiters.size()).isZero();
    }

    @Test
    void areBoundedByAddressAndAltogether() {
        assertThat(IntStream.range(0, 4).filter(i -> add("a" + i, "office")).count())
                .isEqualTo(3);
        assertThat(IntStream.range(0, 4).filter(i -> add("b" + i, "home")).count())
                .isEqualTo(2);
        waiters.wake("a0", "APPROVED");

        assertThat(add("c", "office")).as("one has gone").isTrue();
    }

    @Test
    void areAnsweredOnceByWhoeverComesFirst() throws InterruptedException {
        AtomicInteger answered = new AtomicInteger();
        for (int round = 0; round < 500; round++) {
            waiters.add("one", "address", 0, state -> true, state -> answered.incrementAndGet());
            Thread other = new Thread(() -> waiters.release(0));
            other.start();
            waiters.wake("one", "APPROVED");
            other.join();
        }

        assertThat(answered).hasValue(500);
        assertThat(waiters.size()).isZero();
    }

    /** A look that fails costs a line in the log; the next one finds what has changed. */
    @Test
    void theWatcherGoesOnAfterADatabaseThatWasDown() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        Watcher.Changes changes = new Watcher.Changes() {
            @Override
            public long now() {
                if (looks.incrementAndGet() == 1) {
                    throw new IllegalStateException("down");
                }
                return 1;
            }

            @Override
            public void since(long time, BiConsumer<String, String> change) {
                Map.of("one", "APPROVED").forEach(change);
            }
        };
        waiters.add("one", "address", FOR_EVER, state -> true, state -> answered.countDown());
        try (Watcher watcher = new Watcher(waiters, changes, () -> {}, () -> {})) {
            watcher.start();

            assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private boolean add(String request, String address) {
        return waiters.add(request, address, FOR_EVER, state -> true, answers::add);
    }
}
