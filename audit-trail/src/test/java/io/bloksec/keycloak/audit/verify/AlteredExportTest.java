package io.bloksec.keycloak.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.AuditKey;
import io.bloksec.keycloak.audit.chain.Link;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Canonical;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has the file, or the database, and no key: each change is seen, and the first record that is wrong is named. */
class AlteredExportTest {

    @TempDir
    private static Path directory;

    private final AuditKey key = AuditKey.generate();
    private final TestPhone ana = new TestPhone("ana");
    private List<String> lines;

    /** Line 1 is the header, lines 2 to 5 records 1 to 4, line 6 their checkpoint, lines 7 and 8 records 5 and 6, then a checkpoint and the end. */
    @BeforeEach
    void keepATrail() {
        lines = new TestTrail(key)
                .enrolled(ana)
                .approved(ana)
                .approved(ana)
                .denied(ana)
                .checkpoint()
                .rotated(ana)
                .approved(ana)
                .checkpoint()
                .lines();
    }

    @Test
    void theWholeOneIsSound() {
        VerifierRun run = verify();

        assertThat(run.exitCode()).isZero();
        assertThat(run.findings()).isEmpty();
        assertThat(run.json().path("counts").path("records").asInt()).isEqualTo(6);
        // Possession key, and verification key where one signs: 1 + 2 + 2 + 1 + 3 + 2.
        assertThat(run.json().path("counts").path("signatures").asInt()).isEqualTo(11);
        assertThat(run.json().path("counts").path("protectedTo").asInt()).isEqualTo(6);
    }

    @Test
    void anAlteredOutcome() {
        edit(3, record -> linked(record).put("outcome", "denied").put("type", "blokkey.denied"));

        assertBroken("hash 2");
    }

    @Test
    void anAlteredOutcomeWithItsHash() {
        edit(3, record -> {
            linked(record).put("minute", 0);
            record.put("hash", Bytes.text(Link.hash(linked(record))));
        });

        // Record 2 is as it says it is; what follows it is not what it was.
        assertThat(verify().findings()).containsExactly("personal 2", "previous 3");
        assertThat(verify().exitCode()).isEqualTo(1);
    }

    @Test
    void anAlteredPersonalPart() {
        edit(4, record -> {
            ObjectNode personal = (ObjectNode) record.path("personal");
            byte[] content = Bytes.parse(personal.path("content").asText());
            String other = new String(content, StandardCharsets.UTF_8).replace("Microsoft 365", "Payroll");
            personal.put("content", Bytes.text(other.getBytes(StandardCharsets.UTF_8)));
        });

        assertBroken("commitment 3");
    }

    @Test
    void anAlteredSalt() {
        edit(4, record -> ((ObjectNode) record.path("personal")).put("salt", Bytes.text(new byte[32])));

        assertBroken("commitment 3");
    }

    @Test
    void aPersonalPartThatIsGone() {
        edit(4, record -> record.remove("personal"));

        assertBroken("missing 3");
    }

    @Test
    void aDroppedRecord() {
        lines.remove(3);

        assertBroken("number 4");
        assertThat(verify().messages()).contains("The records 3 to 3 are missing");
    }

    @Test
    void theFirstRecordDropped() {
        lines.remove(1);

        assertBroken("number 2");
    }

    @Test
    void swappedRecords() {
        Collections.swap(lines, 2, 3);

        assertBroken("number 3");
    }

    @Test
    void swappedRecordsWithSwappedNumbers() {
        edit(3, record -> linked(record).put("number", 3));
        edit(4, record -> linked(record).put("number", 2));
        Collections.swap(lines, 2, 3);

        // The line that now stands second says that it is number 2.
        assertBroken("previous 2");
    }

    @Test
    void aRecordTwice() {
        lines.add(4, lines.get(3));

        assertBroken("number 3");
        assertThat(verify().findings()).contains("duplicate 3");
    }

    @Test
    void anInsertedRecord() throws IOException {
        TestTrail other = new TestTrail(AuditKey.generate()).enrolled(new TestPhone("mallory"));
        lines.add(4, other.lines().get(1));

        assertBroken("number 1");
    }

    @Test
    void aCheckpointDropped() {
        lines.remove(5);

        assertBroken("checkpoint");
        assertThat(verify().messages()).contains("The checkpoints before 2 are missing");
    }

    @Test
    void aCheckpointInAnotherPlace() {
        Collections.swap(lines, 4, 5);

        assertThat(verify().messages()).contains("The checkpoint is of record 4 and stands behind record 3");
        assertThat(verify().exitCode()).isEqualTo(1);
    }

    @Test
    void aCheckpointOfAnotherChain() {
        TestTrail other = new TestTrail(key);
        lines.set(
                5,
                other.enrolled(ana)
                        .approved(ana)
                        .denied(ana)
                        .denied(ana)
                        .checkpoint()
                        .lines()
                        .get(5));

        assertBroken("checkpoint");
    }

    @Test
    void anEndThatIsMissing() {
        lines.remove(lines.size() - 1);

        assertBroken("end");
    }

    @Test
    void theTailCutOffWithoutThought() {
        lines.subList(7, 9).clear();

        assertBroken("end");
    }

    @Test
    void anotherIssuer() {
        lines.set(0, lines.get(0).replace("login.example.com", "login.example.org"));

        assertThat(verify().exitCode()).isEqualTo(1);
        assertThat(verify().messages()).contains("of another issuer, realm or epoch");
    }

    @Test
    void linesOfAnotherFormat() {
        String record = lines.get(2);
        for (String wrong : List.of(
                "", "{}", "[]", "null", " " + record, record + " ", record.replace("{\"record\"", "{\"Record\""))) {
            lines.set(2, wrong);

            assertThat(verify().exitCode()).as(wrong).isEqualTo(1);
            assertThat(verify().first()).as(wrong).isEqualTo("line");
        }
    }

    /** What the file says of itself for information, nobody signs: {@code created} and {@code keys} of the header. */
    @RepeatedTest(300)
    void anyByte(RepetitionInfo repetition) {
        // Another place each time, the same ones in each run.
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        int informed = lines.get(0).indexOf("\"created\"");
        int informedTo = lines.get(0).indexOf("\"realm\"");
        int place;
        do {
            place = random.nextInt(file.length);
        } while (place >= informed && place < informedTo
                || (place >= lines.get(0).indexOf("\"keys\"") && place < informedTo));
        byte before = file[place];
        do {
            file[place] = (byte) random.nextInt(256);
        } while (file[place] == before);

        VerifierRun run = new VerifierRun.Command(directory).trusting(key).of(file);

        assertThat(run.exitCode())
                .as("byte %d: %d instead of %d", place, file[place], before)
                .isIn(1, 3);
    }

    private VerifierRun verify() {
        return new VerifierRun.Command(directory).trusting(key).of(lines);
    }

    private void assertBroken(String first) {
        VerifierRun run = verify();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.first()).as(run.out()).isEqualTo(first);
    }

    /** @param line from 1, as in reports */
    private void edit(int line, Consumer<ObjectNode> change) {
        try {
            JsonNode json = new ObjectMapper().readTree(lines.get(line - 1));
            change.accept((ObjectNode) json.path("record"));
            lines.set(line - 1, Canonical.of(json));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode linked(ObjectNode record) {
        return (ObjectNode) record.path("linked");
    }
}
