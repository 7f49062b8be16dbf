package io.bloksec.keycloak.audit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.chain.AuditKey;
import io.bloksec.keycloak.audit.chain.Checkpoint;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import io.bloksec.keycloak.audit.witness.Witness;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The chain as a database keeps it: who links, what breaks off, who signs, what is erased and pruned. */
class ChainTest {

    private static final String REALM = "realm";
    private static final String ISSUER = "https://login.example.com/realms/corp";

    private final TestTables tables = new TestTables();
    private final AtomicLong time = new AtomicLong(1_800_000_000_000L);
    private AuditKeys keys = new AuditKeys(List.of(AuditKey.generate()));

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void linksWhatIsCommittedInOrder() {
        write(3);
        assertThat(node("a").link(REALM)).isEqualTo(3);

        List<RecordEntity> rows = linked();
        assertThat(rows).extracting(row -> row.number).containsExactly(1L, 2L, 3L);
        assertThat(rows.get(1).previous).isEqualTo(rows.get(0).hash);
        assertThat(rows.get(2).previous).isEqualTo(rows.get(1).hash);
        assertThat(chain().head).isEqualTo(rows.get(2).hash);
        assertThat(node("a").link(REALM)).isZero();
    }

    @Test
    void oneNodeAtATime() {
        write(1);
        assertThat(node("a").link(REALM)).isEqualTo(1);
        write(1);
        assertThat(node("b").link(REALM)).as("while a's lease lasts").isZero();
        time.addAndGet(Sequencer.LEASE + 1);
        assertThat(node("b").link(REALM)).as("after it").isEqualTo(1);
        write(1);
        node("a").take(REALM);
        assertThat(node("a").link(REALM)).as("taken").isEqualTo(1);
        assertThat(linked()).hasSize(3);
    }

    /** Killed between the records and the head: nothing of the batch is there, and the next one does it all. */
    @Test
    void aSequencerThatIsKilledInABatchLeavesNothingHalfDone() {
        write(5);
        Sequencer killed = new Sequencer(
                new Transactions() {
                    @Override
                    public <T> T run(Function<EntityManager, T> work) {
                        return tables.run(em -> {
                            T result = work.apply(em);
                            if (Integer.valueOf(5).equals(result)) {
                                throw new IllegalStateException("killed");
                            }
                            return result;
                        });
                    }
                },
                keys.seals(),
                "killed",
                time::get);
        assertThatThrownBy(() -> killed.link(REALM)).hasMessage("killed");
        assertThat(linked()).isEmpty();
        assertThat(chain().number).isZero();

        time.addAndGet(Sequencer.LEASE + 1);
        assertThat(node("b").link(REALM)).isEqualTo(5);
        assertThat(linked()).extracting(row -> row.number).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    /** Somebody's sign-in hangs with its record uncommitted: nobody else waits for it, and it is linked when it is there. */
    @Test
    void aSlowSignInDelaysNoOther() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() ->
                tables.hangIn(em -> records().insert(em, enrolment("slow")), begun, goOn));
        begun.await();

        write(3);
        assertThat(node("a").link(REALM)).isEqualTo(3);
        settle("a");
        assertThat(signed()).hasSize(1);

        goOn.countDown();
        slow.get();
        assertThat(node("a").link(REALM)).isEqualTo(1);
        assertThat(linked()).extracting(row -> row.deviceId).endsWith("slow");
    }

    /** Leases only save work: whoever acts on an old head changes nothing. */
    @Test
    void twoAtOnceCannotFork() {
        write(400);
        IntStream.range(0, 4).parallel().forEach(i -> {
            try {
                node("same").link(REALM);
            } catch (RuntimeException e) {
                // Another was faster; the database undid it.
            }
        });
        node("same").link(REALM);

        List<RecordEntity> rows = linked();
        assertThat(rows).hasSize(400);
        for (int i = 1; i < rows.size(); i++) {
            assertThat(rows.get(i).previous).isEqualTo(rows.get(i - 1).hash);
        }
    }

    @Test
    void whatHasNoSealOfOursIsNotLinked() {
        write(1);
        tables.run(em -> {
            RecordEntity forged =
                    em.createQuery("from RecordEntity", RecordEntity.class).getSingleResult();
            em.detach(forged);
            forged.id = "AAAAAAAAAAAAAAAAAAAAAA";
            em.persist(forged);
            return null;
        });

        node("a").link(REALM);

        assertThat(linked()).hasSize(1);
        assertThat(new Trail(tables).refused(REALM)).isEqualTo(1);
        assertThat(new Trail(tables).unlinked(REALM).count()).isZero();
    }

    @Test
    void checkpointsComeAfterNewsAndAsAHeartbeat() {
        write(1);
        node("a").link(REALM);
        Checkpoints checkpoints = checkpoints("a");
        checkpoints.sign(REALM, ISSUER, false);
        assertThat(signed()).as("within a minute").isEmpty();
        time.addAndGet(Checkpoints.AFTER_NEWS);
        checkpoints.sign(REALM, ISSUER, false);
        assertThat(signed()).hasSize(1);
        time.addAndGet(Checkpoints.AFTER_NEWS);
        checkpoints.sign(REALM, ISSUER, false);
        assertThat(signed()).as("without news").hasSize(1);
        time.addAndGet(Checkpoints.HEARTBEAT);
        checkpoints.sign(REALM, ISSUER, false);
        assertThat(signed()).as("heartbeat").hasSize(2);

        AuditKey key = keys.fromFile().get(0);
        Checkpoint first =
                Checkpoint.verified(signed().get(0), kid -> kid.equals(key.thumbprint()) ? key.publicKey() : null);
        Checkpoint second = Checkpoint.verified(signed().get(1), kid -> key.publicKey());
        assertThat(first.number()).isEqualTo(1);
        assertThat(first.head()).isEqualTo(chain().head);
        assertThat(first.anchor()).isEqualTo(Checkpoint.Anchor.FILE);
        assertThat(second.previous()).isEqualTo(Checkpoint.hash(signed().get(0)));
    }

    /** The old key introduces the new one in the chain, and signs until that is linked. */
    @Test
    void aNewKeyIsIntroducedByTheOldOne() {
        AuditKey old = keys.fromFile().get(0);
        write(1);
        settle("a");
        AuditKey next = AuditKey.generate();
        keys = new AuditKeys(List.of(next, old));
        write(1);
        settle("a");
        assertThat(Checkpoint.kid(signed().get(1))).isEqualTo(old.thumbprint());
        settle("a");

        assertThat(Checkpoint.kid(signed().get(2))).isEqualTo(next.thumbprint());
        assertThat(linked()).extracting(row -> row.type).contains("audit.key-rotated");
        assertThat(checkpoints("a").publicKeys(REALM)).hasSize(2);
    }

    @Test
    void withoutAKeyFileTheRealmKeepsOneAndSaysSo() {
        keys = new AuditKeys(List.of());
        write(1);
        settle("a");
        write(1);
        settle("a");

        assertThat(signed())
                .hasSize(2)
                .allSatisfy(
                        jws -> assertThat(Checkpoint.unverified(jws).anchor()).isEqualTo(Checkpoint.Anchor.NONE));
        assertThat(Checkpoint.kid(signed().get(0))).isEqualTo(Checkpoint.kid(signed().get(1)));
    }

    @Test
    void aWitnessThatWasDownGetsWhatItMissed() {
        List<String> taken = new ArrayList<>();
        boolean[] down = {true};
        Witnesses witnesses = new Witnesses(tables, List.of(new Witness() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void take(String realmId, long sequence, String jws) throws IOException {
                if (down[0]) {
                    throw new IOException("down");
                }
                taken.add(jws);
            }
        }));
        write(1);
        settle("a");
        witnesses.deliver(REALM);
        write(1);
        settle("a");
        assertThat(witnesses.behind(REALM)).containsEntry("test", 2L);
        down[0] = false;
        witnesses.deliver(REALM);
        witnesses.deliver(REALM);

        assertThat(taken).isEqualTo(signed());
        assertThat(witnesses.behind(REALM)).containsEntry("test", 0L);
    }

    @Test
    void whatIsErasedNamesNobodyAndTheChainHolds() {
        write(2);
        node("a").link(REALM);
        Erasure erasure = new Erasure(tables, records(), time::get);

        assertThat(erasure.erase(REALM, "user", "admin", "asked for it")).isEqualTo(2);
        assertThat(erasure.erase(REALM, "user", "admin", "again")).isZero();
        node("a").link(REALM);

        List<RecordEntity> rows = linked();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0)).satisfies(row -> {
            assertThat(row.erased).isTrue();
            assertThat(row.salt).isNull();
            assertThat(row.personal).isNull();
            assertThat(row.userId).isNull();
            assertThat(row.address).isNull();
            assertThat(row.chained).doesNotContain("user").doesNotContain("192.0.2.1");
        });
        assertThat(rows.get(2).chained).contains("\"from\":1").contains("\"to\":2");
    }

    @Test
    void whatIsPrunedIsWrittenDownAndBindingsAreStatedAgain() {
        tables.run(em -> records().insert(em, enrolment("kept")));
        tables.run(em -> records().insert(em, enrolment("gone")));
        tables.run(em -> records()
                .insert(
                        em,
                        AuditEntry.of(REALM, RecordType.DEVICE_REMOVED, time.get(), Outcome.DONE)
                                .user("user")
                                .device("gone")
                                .build()));
        node("a").link(REALM);
        time.addAndGet(120_000);
        write(1);
        node("a").link(REALM);

        int pruned = new Pruning(tables, records(), node("a"), time::get).prune(REALM, time.get() - 60_000);

        assertThat(pruned).isEqualTo(3);
        List<RecordEntity> rows = linked();
        assertThat(rows).extracting(row -> row.number).containsExactly(4L, 5L, 6L);
        assertThat(rows)
                .extracting(row -> row.type)
                .containsExactly("blokkey.denied", "blokkey.device-restated", "audit.pruned");
        assertThat(rows.get(1).deviceId).isEqualTo("kept");
        assertThat(rows.get(1).personal).contains("the statement");
        assertThat(rows.get(2).chained)
                .contains("\"from\":1")
                .contains("\"to\":3")
                .contains(rows.get(0).previous);
    }

    @Test
    void anExportIsTheChainInOrderWithItsCheckpoints() throws IOException {
        write(2);
        settle("a");
        write(1);
        settle("a");
        write(1);
        StringWriter out = new StringWriter();
        new Trail(tables).export(REALM, ISSUER, time.get(), checkpoints("a").publicKeys(REALM), out);

        assertThat(out.toString().lines().map(line -> line.substring(2, line.indexOf('"', 2))))
                .containsExactly("export", "record", "record", "checkpoint", "record", "checkpoint", "unlinked", "end");
    }

    private AuditEntry enrolment(String device) {
        return AuditEntry.of(REALM, RecordType.ENROLLED, time.get(), Outcome.DONE)
                .user("user")
                .device(device)
                .subject("enrolment")
                .statement(com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                        .objectNode()
                        .put("text", "the statement"))
                .build();
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            tables.run(em -> records()
                    .insert(
                            em,
                            AuditEntry.of(REALM, RecordType.DENIED_REQUEST, time.get(), Outcome.DENIED)
                                    .user("user")
                                    .address("192.0.2.1")
                                    .build()));
        }
    }

    private void settle(String node) {
        time.addAndGet(Sequencer.LEASE + 1);
        node(node).link(REALM);
        checkpoints(node).sign(REALM, ISSUER, true);
    }

    private Records records() {
        return new Records(keys.seals(), time::get);
    }

    private Sequencer node(String name) {
        return new Sequencer(tables, keys.seals(), name, time::get);
    }

    private Checkpoints checkpoints(String node) {
        return new Checkpoints(tables, node(node), records(), keys, time::get);
    }

    private ChainEntity chain() {
        return tables.run(em -> em.find(ChainEntity.class, REALM));
    }

    private List<RecordEntity> linked() {
        return tables.run(em -> em.createQuery(
                        "from RecordEntity r where r.number is not null order by r.number", RecordEntity.class)
                .getResultList());
    }

    private List<String> signed() {
        return tables.run(em -> em.createQuery("select c.jws from CheckpointEntity c order by c.sequence", String.class)
                .getResultList());
    }
}
