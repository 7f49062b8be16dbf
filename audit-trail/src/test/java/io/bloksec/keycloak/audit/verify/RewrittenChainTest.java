package io.bloksec.keycloak.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.audit.chain.AuditKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has the database and computes the chain anew: then the audit key speaks, and where they have that too, the witness. */
class RewrittenChainTest {

    @TempDir
    private static Path directory;

    private final AuditKey key = AuditKey.generate();
    private final TestPhone ana = new TestPhone("ana");
    private final TestTrail begun =
            new TestTrail(key).enrolled(ana).approved(ana).checkpoint();
    private final TestTrail honest =
            begun.copy().denied(ana).approved(ana).checkpoint().approved(ana).checkpoint();
    private final List<String> witnessed = honest.checkpoints();

    @Test
    void theWitnessConfirms() {
        VerifierRun run = command().witness(witnessed).of(honest);

        assertThat(run.exitCode()).isZero();
        assertThat(run.json().path("counts").path("confirmed").asInt()).isEqualTo(3);
    }

    @Test
    void aWitnessThatIsBehindConfirmsWhatItHas() {
        VerifierRun run = command().witness(witnessed.subList(0, 1)).of(honest);

        assertThat(run.exitCode()).isZero();
        assertThat(run.json().path("counts").path("confirmed").asInt()).isEqualTo(1);
    }

    @Test
    void signedByAForeignKey() {
        TestTrail forged =
                begun.copy().signWith(AuditKey.generate()).approved(ana).checkpoint();

        VerifierRun run = command().of(forged);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("key");
    }

    /** The hashes are right again; the checkpoints that the key has signed are left as they were. */
    @Test
    void hashedAnewUnderTheOldCheckpoints() {
        TestTrail forged = begun.copy()
                .approved(ana)
                .approved(ana)
                .checkpoint()
                .approved(ana)
                .checkpoint();
        List<String> lines = forged.lines();
        List<String> signed = honest.lines();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("{\"checkpoint\"")) {
                lines.set(i, signed.get(i));
            }
        }

        VerifierRun run = command().of(lines);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("checkpoint");
        assertThat(run.messages()).contains("The checkpoint has another hash of record 4 than the export");
    }

    @Test
    void madeUpFromTheFirstRecord() {
        TestTrail forged =
                new TestTrail(AuditKey.generate()).enrolled(ana).approved(ana).checkpoint();

        assertThat(command().of(forged).exitCode()).isEqualTo(1);
        // Without a key nobody can tell it from a true one; so it is not called sound.
        VerifierRun unanchored = new VerifierRun.Command(directory).of(forged);
        assertThat(unanchored.exitCode()).isEqualTo(2);
        assertThat(unanchored.findings()).containsExactly("anchor");
    }

    @Test
    void withoutACheckpoint() {
        VerifierRun run = command().of(new TestTrail(key).enrolled(ana));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.messages()).contains("No checkpoint is signed by a given key");
    }

    @Test
    void rewrittenAndSignedByTheKey() {
        TestTrail forged = begun.copy()
                .approved(ana)
                .approved(ana)
                .checkpoint()
                .approved(ana)
                .checkpoint();

        assertThat(command().of(forged).exitCode()).as("nobody watched").isZero();
        VerifierRun run = command().witness(witnessed).of(forged);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("witness 4");
        assertThat(run.messages()).contains("The witness saw another hash of record 4");
    }

    @Test
    void begunAnewAndSignedByTheKey() {
        TestTrail forged = new TestTrail(key).enrolled(ana).approved(ana).checkpoint();

        VerifierRun run = command().witness(witnessed).of(forged);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.messages()).contains("The chain was begun anew");
    }

    /** What is cut off right behind a checkpoint is seen by the witness alone. */
    @Test
    void theTailCutOff() {
        TestTrail cut = honest.copy().dropAfter(4);

        assertThat(command().of(cut).exitCode()).isZero();
        VerifierRun run = command().witness(witnessed).of(cut);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("witness");
        assertThat(run.messages()).contains("The record 5 is missing and all after it: the witness saw 5 records");
    }

    @Test
    void everythingCutOff() {
        VerifierRun run = command().witness(witnessed).of(honest.copy().dropAfter(0));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.messages()).contains("The record 1 is missing");
    }

    /** Restored on Monday, and life went on. */
    @Test
    void anOldBackupThatWentOn() {
        TestTrail restored = begun.copy()
                .approved(ana)
                .approved(ana)
                .approved(ana)
                .approved(ana)
                .checkpoint();

        VerifierRun run = command().witness(witnessed).of(restored);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("witness 4");
    }

    @Test
    void whatComesAfterTheLastCheckpointIsNotProtectedAndIsToldSo() {
        VerifierRun run = command().of(honest.copy().approved(ana));

        assertThat(run.exitCode()).isZero();
        assertThat(run.findings()).containsExactly("tail");
        assertThat(run.messages()).contains("The records 6 to 6 come after the last trusted checkpoint");
    }

    @Test
    void aWitnessThatIsForgedAccusesNobody() {
        TestTrail forged = begun.copy()
                .signWith(AuditKey.generate())
                .approved(ana)
                .approved(ana)
                .checkpoint();

        VerifierRun run = command().witness(forged.checkpoints()).of(honest);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.messages())
                .contains("What the witness keeps does not hold")
                .doesNotContain("rewritten");
    }

    private VerifierRun.Command command() {
        return new VerifierRun.Command(directory).trusting(key);
    }
}
