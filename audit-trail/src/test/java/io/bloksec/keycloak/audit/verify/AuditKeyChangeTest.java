package io.bloksec.keycloak.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.audit.chain.AuditKey;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new audit key counts because the old one introduces it; from then on the old one does not. */
class AuditKeyChangeTest {

    @TempDir
    private static Path directory;

    private final AuditKey first = AuditKey.generate();
    private final AuditKey second = AuditKey.generateP256();
    private final TestPhone ana = new TestPhone("ana");
    private final TestTrail trail =
            new TestTrail(first).enrolled(ana).approved(ana).checkpoint();

    @Test
    void theOldKeyIntroducesTheNewOne() {
        VerifierRun run =
                trusting(first).of(trail.rotateKey(second).approved(ana).checkpoint());

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.findings()).isEmpty();
        assertThat(run.json().path("trusted")).hasSize(2);
    }

    @Test
    void whoTrustsTheNewOneAloneIsToldWhatItDoesNotSpeakFor() {
        VerifierRun run =
                trusting(second).of(trail.rotateKey(second).approved(ana).checkpoint());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("key");
    }

    @Test
    void aForeignKeyIntroducesNobody() {
        AuditKey foreign = AuditKey.generate();
        VerifierRun run = trusting(first)
                .of(trail.rotateKey(foreign, second).approved(ana).checkpoint());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).isEqualTo("key 3");
    }

    @Test
    void theOldKeySignsNoMore() {
        VerifierRun run = trusting(first)
                .of(trail.rotateKey(second).signWith(first).approved(ana).checkpoint());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.messages()).contains("which record 3 replaced");
    }

    @Test
    void aThumbprintOfTheExportIsEnough() {
        assertThat(new VerifierRun.Command(directory)
                        .with("--key-thumbprint", first.thumbprint())
                        .of(trail)
                        .exitCode())
                .isZero();
        assertThat(new VerifierRun.Command(directory)
                        .with("--key-thumbprint", second.thumbprint())
                        .of(trail)
                        .exitCode())
                .as("one that the export does not show")
                .isEqualTo(1);
    }

    private static VerifierRun.Command trusting(AuditKey key) {
        return new VerifierRun.Command(directory).trusting(key);
    }
}
