package io.bloksec.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {

    @TempDir
    Path directory;

    private FakeServer server;
    private Path file;
    private String out;
    private String err;

    @BeforeEach
    void start() throws Exception {
        server = new FakeServer();
        file = directory.resolve("phone.json");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void enrolsAndPrintsTheSixDigits() throws Exception {
        assertThat(phone("enrol", server.enrolmentQr(), "--issuer", server.issuer, "--name", "Küche"))
                .isZero();

        assertThat(out).contains("Ana Pérez").contains("Type in the browser: 042042");
        assertThat(server.deviceJson().path("name").asText()).isEqualTo("Küche");
        assertThat(phone("list")).isEqualTo(1);
        assertThat(err).startsWith("Refused: device-unknown (401)");
        server.activate();
        assertThat(phone("list")).isZero();
        assertThat(out).isEqualTo("Nothing waits.\n");
        assertThat(phone("enrol", server.pairingCode, "--issuer", server.issuer))
                .isEqualTo(2);
        assertThat(err).contains("holds a phone already");
    }

    @Test
    void approvesTheOnlyOneWithItsNumber() throws Exception {
        enrol();
        String id = ask("472");

        assertThat(phone("approve")).isEqualTo(2);
        assertThat(err).contains("the browser shows 3 digits");
        assertThat(phone("approve", "--number", "472", "--remember")).isZero();

        assertThat(out)
                .contains("Microsoft 365")
                .contains("Firefox 140 on Windows, 192.0.2.7")
                .contains("Now APPROVED");
        assertThat(server.state(id)).isEqualTo("APPROVED");
        assertThat(phone("approve", "--number", "472")).isEqualTo(2);
        assertThat(err).contains("no such request waits");
        assertThat(phone("approve", id, "--number", "472")).isEqualTo(1);
        assertThat(err).contains("request-ended (410)").contains("state APPROVED");
    }

    @Test
    void aWrongNumberIsRefused() throws Exception {
        enrol();
        ask("472");

        assertThat(phone("approve", "--number", "473")).isEqualTo(1);
        assertThat(err).startsWith("Refused: number-wrong (409)");
    }

    @Test
    void deniesAndReportsByTheBeginningOfAnId() throws Exception {
        enrol();
        String first = ask("");
        String second = ask("");

        assertThat(phone("deny")).isEqualTo(2);
        assertThat(err).contains("several requests wait");
        assertThat(phone("deny", first)).isZero();
        assertThat(phone("show", second)).isZero();
        assertThat(out).contains("\"nonce\"");
        assertThat(phone("report")).isZero();
        assertThat(server.state(first)).isEqualTo("DENIED");
        assertThat(server.state(second)).isEqualTo("REPORTED");
        assertThat(phone("history")).isZero();
        assertThat(out).contains(first).contains(second);
    }

    @Test
    void scansScreensAndReturnsFromLinks() throws Exception {
        enrol();
        ObjectNode request = server.ask("approve", "");

        assertThat(phone("scan", server.link(request))).isZero();
        assertThat(out).contains("by link");
        assertThat(phone("approve")).isZero();
        assertThat(out).contains("Open: " + server.issuer.replaceAll("/realms.*", "") + "/back#v=");
        assertThat(phone("scan", server.qr(server.ask("approve", "")))).isZero();
        assertThat(out).contains("by qr");
        assertThat(phone("scan", "https://example.com")).isEqualTo(2);
        assertThat(err).contains("not a code of BlokKey");
    }

    @Test
    void keepsTheDevice() throws Exception {
        enrol();
        String before = Files.readString(file);

        assertThat(phone("rename", "Other")).isZero();
        assertThat(phone("rotate")).isZero();
        assertThat(Files.readString(file)).isNotEqualTo(before);
        assertThat(phone("device")).isZero();
        assertThat(out).contains("Other");
        assertThat(phone("settings", "pushes", "off")).isZero();
        assertThat(out).contains("false");
        assertThat(phone("settings", "pushes", "maybe")).isEqualTo(2);
        assertThat(phone("browsers")).isZero();
        assertThat(phone("forget", Bytes.encode(new byte[16]))).isZero();
        assertThat(phone("watch", "--for", "0")).isZero();
        assertThat(phone("remove")).isZero();
        assertThat(server.removed()).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void checksTheServer() throws Exception {
        enrol();
        ask("");

        assertThat(phone("conformance")).isZero();
        assertThat(out)
                .contains("skipped  Enrolment: POST enrol/finish (no ticket)")
                .endsWith(" 0 FAILED, 1 skipped\n");
        server.flaws.add(FakeServer.Flaw.REPLAY);
        assertThat(phone("conformance")).isEqualTo(1);
        assertThat(out)
                .contains(
                        "FAILED   Proof of possession: GET requests twice with one proof: the second -> must be 401 proof-replayed, was 200\n");
    }

    @Test
    void wrongUsageIsTold() throws Exception {
        for (List<String> words : List.of(
                List.of("dance"),
                List.of("config"),
                List.of("config", "https://login.example.com/realms/corp/"),
                List.of("list"),
                List.of("list", "--number", "1"),
                List.of("approve", "a", "b"),
                List.of("enrol", "ABCDEFGH23"),
                List.of("enrol", "ABCDEFGH23", "--issuer"))) {
            assertThat(phone(words.toArray(String[]::new))).as("%s", words).isEqualTo(2);
            assertThat(err).as("%s", words).isNotEmpty();
        }
        assertThat(phone()).isZero();
        assertThat(out).startsWith("Usage: phone COMMAND");
    }

    @Test
    void aServerThatDoesNotAnswerIsTold() throws Exception {
        assertThat(phone("config", server.issuer)).isZero();
        assertThat(out).contains("\"versions\"");
        server.close();

        assertThat(phone("config", server.issuer)).isEqualTo(3);
        assertThat(err).startsWith("no answer from " + server.issuer + "/blokkey/config");
    }

    @Test
    void aServersWordsDoNotSteerTheTerminal() throws Exception {
        enrol();
        server.ask("approve", "").put("clientName", "a\u001b[2Jb\u202Ec");

        phone("list");

        assertThat(out).contains("a\uFFFD[2Jb\uFFFDc");
    }

    private void enrol() throws Exception {
        phone("enrol", server.enrolmentQr(), "--issuer", server.issuer);
        server.activate();
    }

    private String ask(String number) {
        return server.ask("approve", number).path("request").asText();
    }

    private int phone(String... words) throws Exception {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(List.of(words));
        if (!arguments.isEmpty()) {
            arguments.addAll(List.of("--file", file.toString()));
        }
        int code = new CommandLine(
                        new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                        new PrintStream(errBytes, true, StandardCharsets.UTF_8))
                .dwell(FakeServer.DWELL.plusMillis(20))
                .run(arguments.toArray(String[]::new));
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return code;
    }
}
