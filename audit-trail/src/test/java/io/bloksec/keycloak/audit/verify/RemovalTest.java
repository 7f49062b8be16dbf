package io.bloksec.keycloak.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.AuditKey;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erased is <em>erased</em>, pruned is <em>pruned</em>, and neither is a cloak for what somebody wants gone. */
class RemovalTest {

    @TempDir
    private static Path directory;

    private final AuditKey key = AuditKey.generate();
    private final TestPhone ana = new TestPhone("ana");
    private final TestPhone ben = new TestPhone("ben");
    private final ObjectNode enrolment = ben.enrol("an-enrolment");
    private final TestTrail trail = new TestTrail(key)
            .enrolled(ana)
            .approved(ana)
            .add(RecordType.ENROLLED, Outcome.DONE, TestTrail.of(ben, "an-enrolment", enrolment))
            .approved(ben)
            .removed(ana)
            .checkpoint();

    @Test
    void erasedIsErased() {
        VerifierRun run = verify(trail.erase(1, 2).erase(5, 5).approved(ben).checkpoint());

        assertThat(run.exitCode()).isZero();
        assertThat(run.findings()).containsExactly("erased");
        assertThat(run.json().path("counts").path("erased").asInt()).isEqualTo(3);
    }

    @Test
    void goneWithoutAWordIsMissing() {
        VerifierRun run = verify(trail.erase(1, 1).forget(2, 2).checkpoint());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("missing 2");
    }

    @Test
    void erasedAndStillThere() {
        TestTrail whole = trail.copy();
        VerifierRun run = verify(whole.erase(1, 2).checkpoint());
        assertThat(run.exitCode()).isZero();

        // The record that announces it, behind records that were not erased.
        List<String> lines = whole.lines();
        lines.set(1, trail.lines().get(1));
        VerifierRun kept = new VerifierRun.Command(directory).trusting(key).of(lines);

        assertThat(kept.findings()).contains("erased 1");
    }

    @Test
    void anErasingOfWhatIsYetToCome() {
        VerifierRun run = verify(trail.erase(5, 9).checkpoint());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.findings()).contains("removal 6");
    }

    @Test
    void prunedWithTheDevicesRestated() {
        VerifierRun run =
                verify(trail.restated(ben, enrolment).prune(4).approved(ben).checkpoint());

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.findings()).containsExactly("pruned");
        assertThat(run.messages()).contains("4 records before the first are pruned");
    }

    @Test
    void prunedWithARotationRestated() {
        ObjectNode rotation = ben.rotate();
        VerifierRun run = verify(trail.add(RecordType.ROTATED, Outcome.DONE, TestTrail.of(ben, null, rotation))
                .approved(ben)
                .restated(ben, enrolment, rotation)
                .prune(6)
                .approved(ben)
                .checkpoint());

        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    @Test
    void prunedWithoutRestating() {
        VerifierRun run = verify(trail.prune(4).approved(ben).checkpoint());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("device 7");
    }

    @Test
    void restatedWithOtherKeys() {
        TestPhone forged = new TestPhone("ben");
        VerifierRun run =
                verify(trail.restated(ben, forged.enrol("an-enrolment")).checkpoint());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("statement 6");
    }

    @Test
    void prunedWithoutAWord() {
        VerifierRun run = verify(trail.dropFirst(4).approved(ben).checkpoint());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("number 5");
        assertThat(run.messages()).contains("no record says that they were pruned");
    }

    @Test
    void moreIsGoneThanWasPruned() {
        VerifierRun run =
                verify(trail.restated(ben, enrolment).prune(3).dropFirst(4).checkpoint());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("number 5");
    }

    @Test
    void witnessedCheckpointsOfPrunedRecordsAreExplained() {
        trail.approved(ben).checkpoint().approved(ben).checkpoint();
        List<String> witnessed = trail.checkpoints();
        TestTrail pruned = trail.restated(ben, enrolment).prune(6).approved(ben).checkpoint();

        VerifierRun run = new VerifierRun.Command(directory)
                .trusting(key)
                .witness(witnessed)
                .of(pruned);

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.findings()).contains("witness-pruned");
    }

    private VerifierRun verify(TestTrail of) {
        return new VerifierRun.Command(directory).trusting(key).of(of);
    }
}
