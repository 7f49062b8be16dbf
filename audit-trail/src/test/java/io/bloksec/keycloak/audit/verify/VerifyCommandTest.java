package io.bloksec.keycloak.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.AuditKey;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who calls it, rightly or not; and that a large file is no trouble. */
class VerifyCommandTest {

    @TempDir
    private static Path directory;

    private final AuditKey key = AuditKey.generate();
    private final TestPhone ana = new TestPhone("ana");
    private final TestTrail trail =
            new TestTrail(key).enrolled(ana).approved(ana).checkpoint();

    @Test
    void theReportForAPerson() {
        VerifierRun.Command command = command();
        VerifierRun run = command.run(export(command));

        assertThat(run.exitCode()).isZero();
        assertThat(run.problems()).isEmpty();
        assertThat(run.out())
                .contains("Export of    " + TestTrail.ISSUER)
                .contains("Records      2, numbers 1 to 2; erased 0, pruned before 0, unlinked 0")
                .contains("Checkpoints  1, by trusted keys 1, the last one of record 2")
                .endsWith("Result       sound (exit code 0)\n");
    }

    @Test
    void aKeyInPem() {
        VerifierRun.Command command = new VerifierRun.Command(directory);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.publicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";

        assertThat(command.with("--key", command.file("key", pem))
                        .run(export(command))
                        .exitCode())
                .isZero();
    }

    @Test
    void aPrivateKeyIsNotTaken() {
        VerifierRun.Command command = new VerifierRun.Command(directory);
        VerifierRun run = command.with("--key", command.file("key", key.pem())).run(export(command));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.problems()).contains("neither a JWK nor PEM of a PUBLIC KEY");
    }

    @Test
    void wrongArguments() {
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("--key"),
                List.of("--colour", "x"),
                List.of("a", "b"),
                List.of("--witness", "not-there", "x"))) {
            VerifierRun run = new VerifierRun.Command(directory).run(wrong.toArray(String[]::new));

            assertThat(run.exitCode()).as(wrong.toString()).isEqualTo(3);
            assertThat(run.problems()).as(wrong.toString()).isNotBlank();
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void whatIsNotAnExport() {
        for (String wrong :
                List.of("", "\n", "hello\n", "{}\n", "{\"record\":{}}\n", "{\"export\":{\"version\":2}}\n")) {
            VerifierRun run = command().of(wrong);

            assertThat(run.exitCode()).as(wrong).isEqualTo(3);
            assertThat(run.problems()).as(wrong).contains("export");
        }
    }

    @Test
    void aWitnessFileThatCannotBeRead() {
        VerifierRun run = command().witness(List.of("not a checkpoint")).of(trail);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.problems()).contains("Line 1 of the witness file");
    }

    @Test
    void aLineWithoutAnEnd() {
        VerifierRun run = command().of(String.join("\n", trail.lines()) + "\n" + "x".repeat(2 << 20));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.messages()).contains("longer than 1048576 bytes");
    }

    @Test
    void unlinkedRecordsAreToldAndCheckedAsFarAsTheyGo() {
        String request = TestTrail.id();
        trail.unlinked(RecordType.APPROVED, Outcome.ACCEPTED, TestTrail.of(ana, request, ana.approve(request)));
        VerifierRun run = command().of(trail);
        assertThat(run.exitCode()).isZero();
        assertThat(run.findings()).containsExactly("unlinked");

        ObjectNode forged = TestTrail.of(ana, request, new TestPhone("ana").approve(request));
        VerifierRun broken = command().of(trail.unlinked(RecordType.APPROVED, Outcome.ACCEPTED, forged));
        assertThat(broken.exitCode()).isEqualTo(1);
    }

    /** One in ten approved: signing takes longer than verifying. */
    @Test
    void tenThousandRecords() {
        for (int i = 0; i < 1_000; i++) {
            trail.approved(ana);
            for (int j = 0; j < 9; j++) {
                trail.add(RecordType.ENDED, Outcome.EXPIRED, TestTrail.of(ana, TestTrail.id()));
            }
            if (i % 100 == 99) {
                trail.checkpoint();
            }
        }

        VerifierRun run = command().of(trail);

        assertThat(run.exitCode()).isZero();
        assertThat(run.json().path("counts").path("records").asInt()).isEqualTo(10_002);
        assertThat(run.json().path("counts").path("signatures").asInt()).isEqualTo(2_003);
    }

    @Test
    void theUsageIsInTheManual() throws Exception {
        String manual = Files.readString(Path.of("../docs/audit-trail.md"));

        assertThat(manual).contains(Options.USAGE.strip());
    }

    private VerifierRun.Command command() {
        return new VerifierRun.Command(directory).trusting(key);
    }

    private String export(VerifierRun.Command command) {
        return command.file("export", String.join("\n", trail.lines()) + "\n").toString();
    }
}
