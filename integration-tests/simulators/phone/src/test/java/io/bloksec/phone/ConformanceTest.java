package io.bloksec.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A check that finds nothing is worse than none: each kind is seen to fail on a server with the flaw that it is for. */
class ConformanceTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private FakeServer server;
    private Conformance conformance;

    @BeforeEach
    void start() throws Exception {
        server = new FakeServer();
        conformance = new Conformance(
                        new DeviceApi(server.issuer), new PrintStream(bytes, true, StandardCharsets.UTF_8))
                .dwell(FakeServer.DWELL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRightServerPasses() throws Exception {
        conformance.configuration();
        Phone phone = enrol().orElseThrow();
        conformance.device(phone);
        server.ask("approve", "472");
        conformance.requests(phone, Duration.ZERO);
        conformance.removal(phone);
        conformance.summary();

        assertThat(lines())
                .noneMatch(line -> line.startsWith("FAILED"))
                .noneMatch(line -> line.startsWith("skipped"))
                .hasSizeGreaterThan(120)
                .last()
                .asString()
                .endsWith(" ok, 0 FAILED, 0 skipped");
        assertThat(conformance.failed()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aCarelessServerDoesNot(FakeServer.Flaw flaw) throws Exception {
        if (FakeServer.seenBySent(flaw)) {
            conformance.wanted(sent -> sent.contains(flaw.line));
        }
        if (flaw.checks.equals("configuration")) {
            server.flaws.add(flaw);
            conformance.configuration();
        } else if (flaw.checks.equals("enrolment")) {
            server.flaws.add(flaw);
            enrol();
        } else {
            Phone phone = server.enrolled();
            server.flaws.add(flaw);
            switch (flaw.checks) {
                case "proofs" -> conformance.proofs(phone);
                case "bodies" -> conformance.bodies(phone);
                case "unknownRequests" -> conformance.unknownRequests(phone);
                case "codes" -> conformance.codes(phone);
                case "otherRoutes" -> conformance.otherRoutes(phone);
                case "rotation" -> conformance.rotation(phone);
                default -> {
                    server.ask("approve", "472");
                    conformance.request(phone, phone.list().get(0));
                }
            }
        }

        assertThat(lines()).anyMatch(line -> line.startsWith("FAILED") && line.contains(flaw.line));
        assertThat(conformance.failed()).isPositive();
    }

    @Test
    void aServerThatDoesNotAnswerFails() {
        server.close();

        conformance.configuration();

        assertThat(conformance.passed()).isZero();
        assertThat(lines()).allMatch(line -> line.startsWith("FAILED") && line.contains("no answer from"));
    }

    @Test
    void tooManyCallsArePutOff() {
        Phone phone = server.enrolled();
        server.refuseNext = new FakeServer.Refusal(429, "too-many");

        conformance.unknownRequests(phone);

        assertThat(lines().get(0)).isEqualTo("         too-many: waiting 1 s");
        assertThat(conformance.failed()).isZero();
    }

    private Optional<Phone> enrol() throws InterruptedException {
        return conformance.enrolment(server.enrolmentQr(), code -> server.activate(), Duration.ofSeconds(2));
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
