package io.bloksec.demo.https;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By plain HTTP a phone gets the CA's certificate, and nobody gets anything else. */
class CaEndpointTest {

    @TempDir
    static Path all;

    private static DemoCertificate certificate;
    private static CaEndpoint endpoint;

    @BeforeAll
    static void start() throws Exception {
        certificate = DemoCertificate.of(all, new HostName("laptop.local"), Clock.systemUTC());
        endpoint = CaEndpoint.start(0, certificate.ca());
    }

    @AfterAll
    static void stop() {
        endpoint.close();
    }

    @Test
    void givesTheCertificateOfTheCa() throws Exception {
        HttpResponse<byte[]> answer = send("GET", "/demo-ca.crt");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-x509-ca-cert");
        assertThat(CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(answer.body())))
                .isEqualTo(certificate.ca());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/server.p12",
                "/trust.p12",
                "/ca.crt",
                "/demo-ca.crt/",
                "/demo-ca.crt/../server.p12",
                "/%64emo-ca.crt",
                "//demo-ca.crt",
                "/login.srf",
                "/demo.css",
                "/favicon.ico"
            })
    void nothingElse(String path) throws Exception {
        HttpResponse<byte[]> answer = send("GET", path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type"))
                .as("for one of them the JDK answers, in a few words")
                .isNotEqualTo(Optional.of("application/x-x509-ca-cert"));
        assertThat(answer.body()).hasSizeLessThan(100);
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "POST, 405", "PUT, 405", "DELETE, 405"})
    void onlyToRead(String method, int status) throws Exception {
        HttpResponse<byte[]> answer = send(method, "/demo-ca.crt");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }

    private static HttpResponse<byte[]> send(String method, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }
}
