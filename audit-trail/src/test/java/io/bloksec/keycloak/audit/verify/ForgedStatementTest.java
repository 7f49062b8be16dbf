package io.bloksec.keycloak.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.AuditKey;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody runs the server: chain, checkpoints and audit key are theirs, and every record is in its place. What they do not have is the
 * phone; so no approval can be made up, moved or turned.
 */
class ForgedStatementTest {

    @TempDir
    private static Path directory;

    private final AuditKey key = AuditKey.generate();
    private final TestPhone ana = new TestPhone("ana");
    private final TestPhone mallory = new TestPhone("mallory");
    private final TestTrail trail =
            new TestTrail(key).enrolled(ana).approved(ana).enrolled(mallory).approved(mallory);

    @Test
    void whatPhonesSignedIsSound() {
        trail.denied(ana).rotated(ana).approved(ana).removed(ana).approved(mallory);

        assertThat(verify().exitCode()).isZero();
    }

    @Test
    void aDeviceThatNobodyEnrolled() {
        trail.approved(new TestPhone("ana"));

        assertBroken("device 5");
        assertThat(verify().messages()).contains("has no valid enrolment statement before this record");
    }

    @Test
    void aDeviceEnrolledAfterwards() {
        TestPhone late = new TestPhone("ana");
        trail.approved(late).enrolled(late);

        assertBroken("device 5");
    }

    @Test
    void aDeviceThatWasRemoved() {
        trail.removed(ana).approved(ana);

        assertBroken("device 6");
        assertThat(verify().messages()).contains("was removed before this record");
    }

    @Test
    void aDeviceEnrolledAgainAfterItWasRemoved() {
        trail.removed(ana).enrolled(ana);

        assertBroken("device 6");
    }

    @Test
    void aDeviceEnrolledTwice() {
        trail.enrolled(ana);

        assertBroken("device 5");
    }

    /** The person at the screen is Ana, the phone Mallory's. */
    @Test
    void theApprovalOfAnother() {
        String request = TestTrail.id();
        ObjectNode content = TestTrail.of(ana, request, mallory.approve(request));
        trail.add(RecordType.APPROVED, Outcome.ACCEPTED, content);

        assertBroken("statement 5");
        assertThat(verify().messages()).contains("another device than the record");
    }

    /** A row by hand: Mallory's keys under the id of Ana's device. */
    @Test
    void otherKeysUnderTheIdOfADevice() {
        String request = TestTrail.id();
        ObjectNode statement = mallory.approve(request);
        statement.put(
                "text",
                statement
                        .path("text")
                        .asText()
                        .replace(mallory.device, ana.device)
                        .replace("\"mallory\"", "\"ana\""));
        trail.approved(ana, request, statement);

        // Its WebAuthn challenge is the hash of another text.
        assertBroken("statement 5");
    }

    @Test
    void theApprovalOfAnotherRequest() {
        trail.approved(ana, TestTrail.id(), ana.approve(TestTrail.id()));

        assertBroken("statement 5");
        assertThat(verify().messages()).contains("another request than the record");
    }

    @Test
    void anApprovalUsedTwice() {
        String request = TestTrail.id();
        ObjectNode statement = ana.approve(request);
        trail.approved(ana, request, statement).approved(ana, request, statement);

        assertBroken("duplicate 6");
    }

    @Test
    void aDenialThatIsRecordedAsAnApproval() {
        String request = TestTrail.id();
        trail.approved(ana, request, ana.deny(request));

        assertBroken("statement 5");
    }

    @Test
    void aDenialWhoseTypeIsTurned() {
        String request = TestTrail.id();
        ObjectNode statement = ana.deny(request);
        statement.put("type", "approve");
        statement.set("verification", ana.approve(request).path("verification"));
        trail.approved(ana, request, statement);

        assertBroken("statement 5");
    }

    @Test
    void anApprovalWithoutStatement() {
        trail.add(RecordType.APPROVED, Outcome.ACCEPTED, TestTrail.of(ana, TestTrail.id()));

        assertBroken("statement 5");
    }

    @Test
    void aPossessionSignatureOfAnother() {
        String request = TestTrail.id();
        ObjectNode statement = ana.approve(request);
        ((ObjectNode) statement.path("possession"))
                .set("signature", ana.approve(request).path("possession").path("signature"));
        trail.approved(ana, request, statement);

        assertBroken("signature 5");
        assertThat(verify().messages())
                .contains("The possession key's signature of the statement approve does not hold");
    }

    @Test
    void aVerificationSignatureOfAnother() {
        String request = TestTrail.id();
        ObjectNode statement = ana.approve(request);
        ((ObjectNode) statement.path("verification"))
                .set("signature", ana.approve(request).path("verification").path("signature"));
        trail.approved(ana, request, statement);

        assertBroken("signature 5");
        assertThat(verify().messages()).contains("The verification key's signature");
    }

    /** Mallory has copied Ana's possession key and signs the other half with a key of their own. */
    @Test
    void anotherVerificationKey() {
        String request = TestTrail.id();
        ObjectNode statement = ana.approve(request);
        ObjectNode foreign = (ObjectNode) statement.path("verification");
        foreign.set("key", mallory.approve(request).path("verification").path("key"));
        trail.approved(ana, request, statement);

        assertThat(verify().exitCode()).isEqualTo(1);
        assertThat(verify().findings()).containsExactlyInAnyOrder("device 5", "signature 5");
    }

    @Test
    void anApprovalWithoutFingerOrFace() {
        trail.approved(ana.withoutVerification());

        assertBroken("statement 5");
        assertThat(verify().messages()).contains("without the flags UP and UV");
    }

    @Test
    void aPossessionKeyFromBeforeTheRotation() {
        String request = TestTrail.id();
        ObjectNode old = ana.approve(request);
        trail.rotated(ana).approved(ana, request, old);

        assertBroken("device 6");
        assertThat(verify().messages()).contains("another possession key than the device's");
    }

    @Test
    void anotherOrigin() {
        TestPhone phished = new TestPhone("ana").at("https://phone.example.org");
        trail.enrolled(phished).approved(phished).checkpoint();
        VerifierRun.Command command = new VerifierRun.Command(directory).trusting(key);

        assertThat(command.of(trail).exitCode()).as("any origin").isZero();
        VerifierRun run = command.with("--origin", TestPhone.ORIGIN).of(trail);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("device 5");
    }

    @Test
    void aRecordOfAnotherMinute() {
        String request = TestTrail.id();
        ObjectNode content = TestTrail.of(ana, request, ana.approve(request)).put("time", 0);
        trail.add(RecordType.APPROVED, Outcome.ACCEPTED, content);

        assertBroken("personal 5");
    }

    @Test
    void anIdTwice() {
        String id = TestTrail.id();
        trail.add(RecordType.EXPORTED, Outcome.DONE, TestTrail.content().put("id", id))
                .add(RecordType.EXPORTED, Outcome.DONE, TestTrail.content().put("id", id));

        assertBroken("duplicate 6");
    }

    /** Ids come from the file. They are shown, and must do nothing to the terminal of whoever reads them. */
    @Test
    void aNameThatWritesOnTheTerminal() {
        TestPhone evil = new TestPhone("\u001b[2J\u202eana");
        ObjectNode content = TestTrail.of(evil, "x").put("device", "\u001b[2Jd");
        trail.add(RecordType.DEVICE_REMOVED, Outcome.DONE, content).enrolled(evil);
        trail.add(RecordType.APPROVED, Outcome.ACCEPTED, TestTrail.content().put("user", "\u001b[31m"));
        trail.checkpoint();
        VerifierRun.Command command = new VerifierRun.Command(directory).trusting(key);
        String report = command.run(command.file("export", String.join("\n", trail.lines()) + "\n")
                        .toString())
                .out();

        assertThat(report).contains("FIRST BROKEN").doesNotContain("\u001b", "\u202e");
    }

    private VerifierRun verify() {
        return new VerifierRun.Command(directory).trusting(key).of(trail.copy().checkpoint());
    }

    private void assertBroken(String first) {
        VerifierRun run = verify();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).as(run.out()).isEqualTo(first);
    }
}
