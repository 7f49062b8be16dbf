package io.bloksec.keycloak.blokkey.push.fcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.fcm.FakeFcm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a file is said, and nothing of what stands in it. */
class ServiceAccountTest {

    @TempDir
    Path directory;

    private final FakeFcm fcm = FakeFcm.start();
    private final FcmEndpoint local = FcmEndpoint.of(fcm.origin().toString());

    @AfterEach
    void close() {
        fcm.close();
    }

    @Test
    void readsWhatTheConsoleHandsOut() throws IOException {
        ServiceAccount account = ServiceAccount.read(write(fcm.account(), "r--------"), local);

        assertThat(account.projectId()).isEqualTo(FakeFcm.PROJECT);
        assertThat(account.toString()).doesNotContain("PRIVATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--r-----", "r-----r--", "rw-r--r--", "r---w----"})
    void othersMayNotUseIt(String mode) throws IOException {
        Path file = write(fcm.account(), mode);

        assertThatThrownBy(() -> ServiceAccount.read(file, local))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chmod 0400");
    }

    @Test
    void saysWhatIsWrongAndQuotesNothing() throws IOException {
        String good = fcm.account();
        Map<String, String> broken = Map.of(
                "not a JSON object", good.substring(20),
                "no service account (type)", good.replace("service_account", "authorized_user"),
                "has no private_key", good.replace("\"private_key\"", "\"privateKey\""),
                "has no client_email", good.replace("client_email", "email"),
                "private key", good.replaceAll("-----BEGIN PRIVATE KEY-----.{20}", "-----BEGIN PRIVATE KEY-----"),
                "project_id that is none", good.replace("\"" + FakeFcm.PROJECT + "\"", "\"../other\""));
        for (Map.Entry<String, String> each : broken.entrySet()) {
            Path file = write(each.getValue(), "r--------");
            assertThatThrownBy(() -> ServiceAccount.read(file, local))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(each.getKey())
                    .hasNoCause()
                    .message()
                    .doesNotContain("MII", "BEGIN");
        }
    }

    /** An assertion is worth an access token, so it goes nowhere in the clear. */
    @Test
    void asksForTokensByHttpsAlone() throws IOException {
        Path file = write(fcm.account(), "r--------");
        assertThatThrownBy(() -> ServiceAccount.read(file, FcmEndpoint.of(null)))
                .hasMessageContaining("token_uri");
        Path elsewhere = write(fcm.account().replace(fcm.origin().toString(), "http://192.0.2.1"), "r--------");
        assertThatThrownBy(() -> ServiceAccount.read(elsewhere, local)).hasMessageContaining("token_uri");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://fcm.example",
                "http://192.0.2.1:8080",
                "http://localhost:8080",
                "http://127.0.0.1.evil.example",
                "https://user@proxy.example",
                "https://proxy.example/path",
                "https://proxy.example?x",
                "ftp://127.0.0.1",
                "127.0.0.1:80",
                "not an address"
            })
    void anEndpointElsewhereIsRefused(String option) {
        assertThatThrownBy(() -> FcmEndpoint.of(option)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://proxy.example",
                "https://proxy.example:8443",
                "http://127.0.0.1:8080",
                "http://[::1]:8080"
            })
    void anEndpointThatMayBe(String option) {
        assertThat(FcmEndpoint.of(option).origin()).hasToString(option);
    }

    @Test
    void aRealmsOwnFileComesFirst() throws IOException {
        Path common = write(fcm.account(), "r--------");
        Path own = Files.writeString(directory.resolve("corp.json"), fcm.account());
        Path odd = Files.writeString(directory.resolve("a%2F..%2Fb.json"), fcm.account());
        ServiceAccounts accounts = ServiceAccounts.of(common.toString(), directory.toString());

        assertThat(accounts.of("corp")).contains(own);
        assertThat(accounts.of("a/../b")).contains(odd);
        assertThat(accounts.of("other")).contains(common);
        assertThat(ServiceAccounts.of(null, directory.toString()).of("other")).isEmpty();
        assertThat(ServiceAccounts.of("", " ").of("corp")).isEmpty();
    }

    @Test
    void tellsAllThatIsWrongAtTheStart() throws IOException {
        Files.writeString(directory.resolve("corp.json"), "{}");
        Path missing = directory.resolve("missing");

        assertThat(ServiceAccounts.of(missing.toString(), directory.toString())
                        .problems(file -> ServiceAccount.read(file, local)))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("missing"))
                .anyMatch(problem -> problem.contains("corp.json"));
        assertThat(ServiceAccounts.of(null, missing.toString()).problems(file -> null))
                .hasSize(1);
    }

    private Path write(String text, String mode) throws IOException {
        Path file = Files.createTempFile(directory, "account", ".file");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
