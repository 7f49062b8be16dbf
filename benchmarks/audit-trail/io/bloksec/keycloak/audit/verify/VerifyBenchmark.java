package io.bloksec.keycloak.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.AuditKey;
import io.bloksec.keycloak.audit.chain.Checkpoint;
import io.bloksec.keycloak.audit.chain.ExportWriter;
import io.bloksec.keycloak.audit.chain.Genesis;
import io.bloksec.keycloak.audit.chain.Link;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.ChainedPart;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.PersonalPart;
import io.bloksec.keycloak.audit.record.RecordType;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How long an auditor waits: the worst export there is, where every record is an approval with two signatures, read by the command in a
 * JVM of its own with {@value #HEAP}. Beside it the bare signatures: what no verifier can leave out.
 */
class VerifyBenchmark {

    private static final int RECORDS = Integer.getInteger("benchmark.records", 1_000_000);
    private static final int PHONES = 100;
    private static final int BATCH = 1_000;
    private static final int BARE = 10_000;
    private static final String HEAP = "-Xmx256m";

    private final AuditKey key = AuditKey.generate();
    private final byte[] epoch = Bytes.random(Genesis.EPOCH);
    private long number;
    private byte[] head = Genesis.hash(TestTrail.REALM, epoch);
    private String last;
    private long sequence;

    private record Made(ChainedPart chained, PersonalPart personal) {}

    @Test
    void anExport() throws Exception {
        Path directory = Files.createDirectories(Path.of("target/benchmark"));
        Path export = directory.resolve("export.jsonl");
        write(export);
        Path jwk = Files.writeString(directory.resolve("key.json"), key.jwk().toString());
        double bare = bareSignatures();

        long begun = System.nanoTime();
        Process verify = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Verify.class.getName(),
                        "--key",
                        jwk.toString(),
                        export.toString())
                .inheritIO()
                .start();
        assertThat(verify.waitFor()).isZero();
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);

        long signatures = 2L * RECORDS + PHONES;
        double cores = Runtime.getRuntime().availableProcessors();
        System.out.printf(
                "BENCHMARK verify: %,d records (%,d signatures, %,d MB) in %d s with %s; %.2f of the time of the bare signatures%n",
                number,
                signatures,
                Files.size(export) / 1_000_000,
                taken.toSeconds(),
                HEAP,
                taken.toNanos() / (signatures * bare / cores));
        Files.delete(export);
    }

    private void write(Path export) throws IOException {
        List<TestPhone> phones = IntStream.range(0, PHONES)
                .mapToObj(i -> new TestPhone("person-" + i))
                .toList();
        try (Writer file = Files.newBufferedWriter(export)) {
            ExportWriter out = new ExportWriter(file);
            out.begin(TestTrail.ISSUER, TestTrail.REALM, epoch, Instant.now(), List.of(key.publicKey()));
            for (TestPhone phone : phones) {
                String enrolment = TestTrail.id();
                write(out, made(RecordType.ENROLLED, Outcome.DONE, phone, enrolment, phone.enrol(enrolment)));
            }
            for (int batch = 0; batch < RECORDS / BATCH; batch++) {
                List<Made> made = IntStream.range(0, BATCH)
                        .parallel()
                        .mapToObj(i -> approval(phones.get(i % PHONES)))
                        .toList();
                for (Made each : made) {
                    write(out, each);
                }
                checkpoint(out);
            }
            out.end();
        }
    }

    private static Made approval(TestPhone phone) {
        String request = TestTrail.id();
        return made(RecordType.APPROVED, Outcome.ACCEPTED, phone, request, phone.approve(request));
    }

    private static Made made(RecordType type, Outcome outcome, TestPhone phone, String subject, ObjectNode statement) {
        Instant now = Instant.now();
        PersonalPart personal = PersonalPart.of(TestTrail.of(phone, subject, statement)
                .put("id", TestTrail.id())
                .put("type", type.label())
                .put("time", now.toEpochMilli()));
        return new Made(ChainedPart.of(type, outcome, now, personal).build(), personal);
    }

    private void write(ExportWriter out, Made made) throws IOException {
        Link link = new Link(made.chained, TestTrail.REALM, ++number, head);
        head = link.hash();
        out.record(link, made.personal);
    }

    private void checkpoint(ExportWriter out) throws IOException {
        String jws = new Checkpoint(
                        TestTrail.ISSUER,
                        TestTrail.REALM,
                        Bytes.text(epoch),
                        ++sequence,
                        last,
                        number,
                        Bytes.text(head),
                        System.currentTimeMillis(),
                        Checkpoint.Anchor.FILE)
                .sign(key);
        last = Checkpoint.hash(jws);
        out.checkpoint(jws);
    }

    /** Nanoseconds that one takes on one core. */
    private static double bareSignatures() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var pair = generator.generateKeyPair();
        byte[] message = Bytes.random(32);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(message);
        byte[] signed = signature.sign();
        long begun = 0;
        for (int i = 0; i < 2 * BARE; i++) {
            if (i == BARE) {
                begun = System.nanoTime();
            }
            signature.initVerify(pair.getPublic());
            signature.update(message);
            assertThat(signature.verify(signed)).isTrue();
        }
        return (System.nanoTime() - begun) / (double) BARE;
    }
}
