package io.bloksec.demo.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.demo.rp.DemoRelyingParty;
import io.bloksec.demo.rp.Directory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./start --https} makes holds for its name, its time and its purpose, and for nothing else. */
class DemoCertificateTest {

    private static final HostName NUMBERS = new HostName("127.0.0.1");
    private static final HostName LETTERS = new HostName("laptop.local");
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    @TempDir
    static Path all;

    private static DemoCertificate numbers;
    private static DemoCertificate letters;

    @BeforeAll
    static void make() throws Exception {
        numbers = DemoCertificate.of(all, NUMBERS, at(NOW));
        letters = DemoCertificate.of(all, LETTERS, at(NOW));
    }

    @Test
    void namesTheHostAndNothingElse() throws Exception {
        assertThat(numbers.leaf().getSubjectAlternativeNames()).containsExactly(List.of(7, "127.0.0.1"));
        assertThat(letters.leaf().getSubjectAlternativeNames()).containsExactly(List.of(2, "laptop.local"));
    }

    @Test
    void lastsNoLongerThanIosTakes() {
        for (X509Certificate each : List.of(numbers.leaf(), numbers.ca())) {
            assertThat(Duration.between(
                            each.getNotBefore().toInstant(), each.getNotAfter().toInstant()))
                    .isLessThanOrEqualTo(Duration.ofDays(397));
            assertThat(each.getNotBefore()).isBefore(Date.from(NOW));
            assertThat(each.getNotAfter()).isAfter(Date.from(NOW.plus(Duration.ofDays(390))));
        }
    }

    @Test
    void isForTlsServersOnlyAndTheCaForOneCertificateOnly() throws Exception {
        assertThat(bits(numbers.leaf())).containsExactly(DIGITAL_SIGNATURE);
        assertThat(numbers.leaf().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(numbers.leaf().getBasicConstraints()).isEqualTo(-1);
        assertThat(bits(numbers.ca())).containsExactly(KEY_CERT_SIGN);
        assertThat(numbers.ca().getBasicConstraints()).isZero();
        assertThat(numbers.ca().getCriticalExtensionOIDs()).contains("2.5.29.15", "2.5.29.19");
    }

    @Test
    void holdsForWhoTrustsItsCa() throws Exception {
        validate(numbers.leaf(), numbers.ca(), NOW);
        validate(letters.leaf(), letters.ca(), NOW.plus(Duration.ofDays(390)));
    }

    @Test
    void doesNotHoldForAnotherCaNorLater() {
        assertThatThrownBy(() -> validate(numbers.leaf(), letters.ca(), NOW))
                .isInstanceOf(CertPathValidatorException.class);
        assertThatThrownBy(() -> validate(numbers.leaf(), numbers.ca(), NOW.plus(Duration.ofDays(400))))
                .isInstanceOf(CertPathValidatorException.class);
    }

    /** The relying party as {@code ./start --https} runs it, by a client as strict as browsers are. */
    @Test
    void aClientTakesItForItsNameOnly() throws Exception {
        try (DemoRelyingParty server = serve(numbers)) {
            HttpResponse<String> answer = get(numbers, "https://127.0.0.1:" + server.port() + "/");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("https://127.0.0.1:" + server.port() + "/login.srf");
            assertThatThrownBy(() -> get(numbers, "https://localhost:" + server.port() + "/"))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("localhost");
            assertThatThrownBy(() -> get(letters, "https://127.0.0.1:" + server.port() + "/"))
                    .as("by a client that trusts the CA of another name")
                    .isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> get(numbers, "http://127.0.0.1:" + server.port() + "/"))
                    .as("without TLS")
                    .isInstanceOf(IOException.class);
        }
        try (DemoRelyingParty server = serve(letters)) {
            assertThatThrownBy(() -> get(letters, "https://127.0.0.1:" + server.port() + "/"))
                    .as("under another name")
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void keysAreForTheirOwnerAndTheCasIsGone() throws Exception {
        Path made = all.resolve("127.0.0.1");
        try (Stream<Path> files = Files.list(made)) {
            assertThat(files.toList())
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("server.p12", "trust.p12", "ca.crt");
        }
        for (Path directory : List.of(all, made)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
        KeyStore server =
                KeyStore.getInstance(made.resolve("server.p12").toFile(), DemoCertificate.STORE_PASSWORD.toCharArray());
        assertThat(Collections.list(server.aliases())).containsExactly("server");
        KeyStore trust =
                KeyStore.getInstance(made.resolve("trust.p12").toFile(), DemoCertificate.STORE_PASSWORD.toCharArray());
        assertThat(Collections.list(trust.aliases())).containsExactly("ca");
        assertThat(trust.isCertificateEntry("ca")).isTrue();
        assertThat(trust.getCertificate("ca")).isEqualTo(numbers.ca());
        assertThat(Files.readString(made.resolve("ca.crt")))
                .startsWith("-----BEGIN CERTIFICATE-----")
                .doesNotContain("KEY");
    }

    @Test
    void aPhoneTrustsOnce() throws Exception {
        assertThat(DemoCertificate.of(all, NUMBERS, at(NOW.plus(Duration.ofDays(380))))
                        .fingerprint())
                .isEqualTo(numbers.fingerprint())
                .matches("([0-9A-F]{2}:){31}[0-9A-F]{2}")
                .isNotEqualTo(letters.fingerprint());
    }

    @Test
    void isMadeAnewWhenItEndsOrIsDamaged(@TempDir Path own) throws Exception {
        DemoCertificate first = DemoCertificate.of(own, NUMBERS, at(NOW));

        Instant later = NOW.plus(Duration.ofDays(392));
        DemoCertificate second = DemoCertificate.of(own, NUMBERS, at(later));
        assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
        validate(second.leaf(), second.ca(), later.plus(Duration.ofDays(390)));
        assertThatThrownBy(() -> DemoCertificate.kept(own, NUMBERS, at(later.plus(Duration.ofDays(392)))))
                .isInstanceOf(GeneralSecurityException.class);

        Files.writeString(own.resolve("127.0.0.1/server.p12"), "no key store");
        assertThat(DemoCertificate.of(own, NUMBERS, at(later)).fingerprint()).isNotEqualTo(second.fingerprint());
        try (Stream<Path> names = Files.list(own)) {
            assertThat(names).as("nothing half-made is left").containsExactly(own.resolve("127.0.0.1"));
        }
    }

    private static DemoRelyingParty serve(DemoCertificate certificate) throws Exception {
        return DemoRelyingParty.start(
                0,
                new Directory(Directory.ENTRA, List.of(), Map.of()),
                certificate == numbers ? NUMBERS : LETTERS,
                certificate.serverContext());
    }

    private static HttpResponse<String> get(DemoCertificate trusted, String uri) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(trusted.clientContext())
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void validate(X509Certificate leaf, X509Certificate ca, Instant when)
            throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(when));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
    }

    private static List<Integer> bits(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return Stream.iterate(0, bit -> bit < usage.length, bit -> bit + 1)
                .filter(bit -> usage[bit])
                .toList();
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }
}
