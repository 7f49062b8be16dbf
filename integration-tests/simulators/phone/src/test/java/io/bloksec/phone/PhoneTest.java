package io.bloksec.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PhoneTest {

    private FakeServer server;
    private Phone phone;

    @BeforeEach
    void enrol() throws Exception {
        server = new FakeServer();
        phone = server.enrolled();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void enrolsByPairingCodeWithNamesInNfc() throws Exception {
        try (FakeServer fresh = new FakeServer()) {
            Enrolment enrolment = Enrolment.start(fresh.issuer, "abcde fgh23").named("Mu\u0308ller", "m", "p");

            EnrolmentCode code = enrolment.finish();

            assertThat(code.code()).matches("[0-9]{6}");
            assertThat(code.device()).isEqualTo(fresh.device);
            assertThat(fresh.deviceJson().path("name").asText()).isEqualTo("M\u00fcller");
            assertThatThrownBy(() -> enrolment.phone().list())
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("device-unknown"));
            fresh.activate();
            assertThat(enrolment.phone().list()).isEmpty();
        }
    }

    @Test
    void aCodeOfAnotherAppIsNotFollowed() {
        assertThatThrownBy(() -> Enrolment.start(server.issuer, "https://evil.example/#e=1." + server.ticket))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("evil.example");
        assertThatThrownBy(() -> Enrolment.start(server.issuer, server.qr(server.ask("approve", ""))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecondKeyIsTold() {
        assertThatThrownBy(() -> Enrolment.start(server.issuer, server.ticket).finish())
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(409);
                    assertThat(problem.code()).isEqualTo("enrolment-void");
                });
    }

    @Test
    void approvesWithNumberAfterTheDwellTime() {
        String id = server.ask("approve", "472").path("request").asText();

        ApprovalRequest request = phone.list().get(0);
        assertThat(request.id()).isEqualTo(id);
        assertThat(request.number()).isEqualTo(3);
        assertThat(request.shown()).isEmpty();
        assertThat(phone.showAndApprove(id, "472", true).state()).isEqualTo("APPROVED");

        assertThat(phone.list()).isEmpty();
        assertThat(phone.history()).hasSize(1);
        assertThat(phone.read(id).state()).isEqualTo("APPROVED");
    }

    @Test
    void tooEarlyAndWrongNumberComeAsProblems() {
        String id = server.ask("approve", "47").path("request").asText();

        refused("too-early", () -> phone.approve(phone.read(id), "47", false));
        refused("too-early", () -> phone.approve(phone.shown(id), "47", false));
        refused("number-wrong", () -> phone.showAndApprove(id, "48", false));
        assertThat(server.state(id)).isEqualTo("BURNT");
    }

    @Test
    void deniesAndReportsBeforeAndAfterItWasShown() {
        ApprovalRequest first = read(server.ask("approve", ""));
        assertThat(phone.deny(first).state()).isEqualTo("DENIED");
        ApprovalRequest second = phone.shown(read(server.ask("add-device", "")).id());
        assertThat(second.newDevice()).contains("Tablet (Simulator)");
        assertThat(phone.report(second).state()).isEqualTo("REPORTED");
        assertThat(phone.report(phone.read(first.id())).state()).isEqualTo("REPORTED");
    }

    @Test
    void confirmsAnotherDevice() {
        ApprovalRequest request = read(server.ask("add-device", ""));

        assertThat(phone.showAndApprove(request.id(), null, false).state()).isEqualTo("APPROVED");
    }

    @Test
    void scansAScreen() {
        ApprovalRequest request = phone.scan(server.qr(server.ask("approve", "")));

        assertThat(request.channel()).isEqualTo("qr");
        assertThat(phone.showAndApprove(request.id(), null, false).returnTo()).isEmpty();
    }

    @Test
    void returnsWithTheVerifierOfALink() {
        ApprovalRequest request = phone.link(server.link(server.ask("approve", "")));

        String returnTo =
                phone.showAndApprove(request.id(), null, false).returnTo().orElseThrow();

        assertThat(returnTo).startsWith(request.returnAddress().orElseThrow() + "#v=" + request.id() + ".");
        assertThat(Bytes.decode(returnTo.substring(returnTo.lastIndexOf('.') + 1)))
                .hasSize(32);
    }

    @Test
    void aWrongClockGetsThroughWithTheNonce() {
        phone.clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-400)));
        server.calls.clear();

        assertThat(phone.list()).isEmpty();
        assertThat(server.calls).containsExactly("GET requests", "GET requests");
    }

    @Test
    void signsForNobodyElse() {
        ObjectNode json = server.ask("approve", "");
        for (String member : List.of("issuer", "realm", "device", "user")) {
            ApprovalRequest foreign = new ApprovalRequest(json.deepCopy().put(member, "other"));
            assertThatThrownBy(() -> phone.approve(foreign))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(member);
            assertThatThrownBy(() -> phone.deny(foreign)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void signsNoTextThatTurnsAround() {
        ApprovalRequest turned = new ApprovalRequest(server.ask("approve", "").put("clientName", "evil \u202Eetis"));

        assertThatThrownBy(() -> phone.approve(turned)).hasMessage("clientName: U+202E is forbidden");
    }

    @Test
    void keepsItsDevice() {
        assertThat(phone.rename("Ku\u0308che").path("name").asText()).isEqualTo("K\u00fcche");
        phone.push(PushAddress.webPush("https://push.example/1", new byte[65], new byte[16]));
        assertThat(phone.device().path("push").asText()).isEqualTo("webpush");
        phone.push(PushAddress.fcm("token"));
        phone.removePush();
        assertThat(phone.device().path("push").asText()).isEqualTo("none");
        assertThat(phone.settings(false).path("pushesFromNewBrowsers").asBoolean())
                .isFalse();
        ObjectNode browser = phone.browsers().get(0);
        phone.forgetBrowser(browser.path("browser").asText());

        String before = phone.possessionKey().thumbprint();
        phone.rotateKey();
        assertThat(phone.possessionKey().thumbprint()).isNotEqualTo(before);

        phone.remove();
        refused("device-removed", () -> phone.list());
    }

    @Test
    void tamperingSpoilsOneThing() {
        ApprovalRequest request = phone.shown(read(server.ask("approve", "")).id());

        refused(
                "signature-invalid",
                () -> phone.spoiled(Tampering.text(text -> text.with("client", "other")))
                        .approve(request));
        refused(
                "signature-invalid",
                () -> phone.spoiled(Tampering.clientData(data -> data.put("crossOrigin", true)))
                        .approve(request));
        refused(
                "signature-invalid",
                () -> phone.spoiled(Tampering.authenticatorData(data -> {
                            data[32] = SoftwareAuthenticator.UP;
                            return data;
                        }))
                        .approve(request));
        refused(
                "signature-invalid",
                () -> phone.spoiled(Tampering.message(message -> message.put("remember", true)))
                        .approve(request));
        refused(
                "proof-invalid",
                () -> phone.spoiled(Tampering.proof((header, claims) -> claims.put("htm", "PUT")))
                        .list());
        refused("proof-missing", () -> phone.spoiled(Tampering.jws(jws -> null)).list());
        assertThat(phone.list()).hasSize(1);
    }

    @Test
    void sendsRaw() {
        String proof = phone.proof("GET", "requests", null).signedBy(phone.possessionKey());

        Map<String, List<String>> headers = Map.of(Proof.HEADER, List.of(proof));
        assertThat(phone.send("GET", "requests", null, headers).status()).isEqualTo(200);
        assertThat(phone.send("GET", "requests", null, headers).code()).contains("proof-replayed");
    }

    @Test
    void aProblemCarriesWhatTheServerSaid() {
        server.refuseNext = new FakeServer.Refusal(429, "too-many");

        assertThatThrownBy(() -> phone.list()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(429);
            assertThat(problem.retryAfter()).hasValue(1);
            assertThat(problem.json().path("title").asText()).isEqualTo("Refused: too-many");
        });
    }

    private ApprovalRequest read(ObjectNode request) {
        return phone.read(request.path("request").asText());
    }

    private static void refused(String code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
