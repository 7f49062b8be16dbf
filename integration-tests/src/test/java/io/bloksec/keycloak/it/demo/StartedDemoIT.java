package io.bloksec.keycloak.it.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** `./start` does what it prints, for this machine alone and by https for the network, and leaves nothing behind. */
class StartedDemoIT {

    private static final String ANA = "ana@corp.example";
    private static final String DANA = "dana@corp.example";

    @BeforeAll
    static void build() throws IOException {
        StartedDemo.prepare();
    }

    @Test
    void forThisMachineAlone() throws Exception {
        try (StartedDemo demo = StartedDemo.start()) {
            int port = demo.port();
            String home = "http://localhost:" + (port + 1);
            assertThat(demo.printed())
                    .contains("Open   " + home + " ", ANA + ", password demo", DANA + ", password demo")
                    .contains("Phone: open http://localhost:" + port + "/realms/demo/blokkey/app/ in a second window")
                    .contains("password admin, realm demo")
                    .doesNotContain("https:");
            for (int each = port; each <= port + 2; each++) {
                int at = each;
                assertThat(demo.answersAt(InetAddress.getLoopbackAddress(), at)).isEqualTo(at <= port + 1);
                assertThat(StartedDemo.outside())
                        .allSatisfy(address ->
                                assertThat(demo.answersAt(address, at)).isFalse());
            }

            theAppIsThere(new WebUser(), "http://localhost:" + port);
            WebUser ana = new WebUser();
            Page result = assertAccepted(password(name(ana, home, ANA)), ANA);
            assertThat(result.link("#sign-out").follow().text()).contains("Signed out");
            assertThat(name(ana, home, ANA).has("form#wsfed-answer"))
                    .as("asked for the password again")
                    .isFalse();
            DemoWorkstation.signInWithThePrintedBadge(demo.printed(), StartedDemo.work(), home);
            DemoWorkstation.theBadgeOfficeIsThere(demo.printed());

            demo.interrupt();
            assertThat(demo.answersAt(InetAddress.getLoopbackAddress(), port)).isFalse();
        }
    }

    @Test
    void byHttpsForTheNetwork() throws Exception {
        try (StartedDemo demo = StartedDemo.start("--https", "127.0.0.1")) {
            int port = demo.port();
            Path made = StartedDemo.work().resolve("https/127.0.0.1");
            Certificate ca = certificate(made.resolve("ca.crt"));
            SSLContext trust = trusting(ca);
            String home = "https://127.0.0.1:" + (port + 1);
            String printed = demo.printed();
            assertThat(printed)
                    .contains("Open   " + home + " ", "http://127.0.0.1:" + (port + 2) + "/demo-ca.crt", "█")
                    .contains("Phone: open https://127.0.0.1:" + port + "/realms/demo/blokkey/app/ in a second window")
                    .contains("Android", "iPhone", "NOTE: browsers make no keys for an address of numbers")
                    .doesNotContain("\u001b");
            assertThat(printed.replaceAll("\\s", "")).contains(sha256(ca));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.resolve("server.p12"))))
                    .isEqualTo("rw-------");

            theAppIsThere(WebUser.trusting(trust), "https://127.0.0.1:" + port);
            danaSignsInWithAPhone(demo, trust, home);

            whoDoesNotTrustTheCaIsNotServed(port, trust);
            byPlainHttpThereIsTheCertificateOnly(port, ca);
            nothingOutlivesTheDemo(demo, trust, printed);

            demo.interrupt();
            assertThat(demo.answersAt(InetAddress.getLoopbackAddress(), port)).isFalse();
            assertThat(demo.answersAt(InetAddress.getLoopbackAddress(), port + 2))
                    .isFalse();
        }
    }

    private static void theAppIsThere(WebUser phone, String keycloak) {
        Page app = phone.get(URI.create(keycloak + "/realms/demo/blokkey/app/"));

        assertThat(app.status()).isEqualTo(200);
        assertThat(app.title()).isEqualTo("BlokKey");
    }

    private static void danaSignsInWithAPhone(StartedDemo demo, SSLContext trust, String home) throws Exception {
        Page ticket = password(name(WebUser.trusting(trust), home, DANA))
                .form("#blokkey-enrol form")
                .submit("blokkey", "begin");
        String said = demo.phone("enrol", ticket.element("#blokkey-pairing").text());
        Matcher digits = Pattern.compile("\\b[0-9]{3} ?[0-9]{3}\\b").matcher(said);
        assertThat(digits.find()).as(said).isTrue();
        Page codes = ticket.form("#blokkey-next")
                .submit()
                .form("#blokkey-code-form")
                .set("code", digits.group())
                .submit("blokkey", "code");
        assertAccepted(codes.form("#kc-recovery-codes-settings-form").submit(), DANA);

        Page waiting =
                name(WebUser.trusting(trust), home, DANA).form("#blokkey-start").submit("blokkey", "start");
        demo.phone("approve", "--number", waiting.element("#blokkey-number").text());
        assertAccepted(waiting.form("#blokkey-finish").submit(), DANA);
    }

    private static void whoDoesNotTrustTheCaIsNotServed(int port, SSLContext trust) {
        for (int each : List.of(port, port + 1)) {
            assertThatThrownBy(() -> new WebUser().get(URI.create("https://127.0.0.1:" + each + "/")))
                    .cause()
                    .isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> WebUser.trusting(trust).get(URI.create("https://localhost:" + each + "/")))
                    .as("under a name that is not the certificate's")
                    .cause()
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static void byPlainHttpThereIsTheCertificateOnly(int port, Certificate ca) throws Exception {
        for (int each : List.of(port, port + 1)) {
            assertThatThrownBy(() -> new WebUser().get(URI.create("http://127.0.0.1:" + each + "/")))
                    .isInstanceOf(UncheckedIOException.class);
        }
        String http = "http://127.0.0.1:" + (port + 2);
        Page file = new WebUser().get(URI.create(http + "/demo-ca.crt"));
        assertThat(file.header("Content-Type")).contains("application/x-x509-ca-cert");
        assertThat(file.bytes()).isEqualTo(ca.getEncoded());
        for (String other : List.of("/", "/login.srf", "/realms/demo/blokkey/app/", "/server.p12")) {
            assertThat(new WebUser().get(URI.create(http + other)).status()).isEqualTo(404);
        }
        assertThat(StartedDemo.outside())
                .as("on the address that a phone sees too")
                .allSatisfy(address -> assertThat(new WebUser()
                                .get(URI.create(
                                        "http://" + address.getHostAddress() + ":" + (port + 2) + "/demo-ca.crt"))
                                .status())
                        .isEqualTo(200));
    }

    /** Neither in a browser's memory of hosts that speak https only, nor an administrator whom everybody knows. */
    private static void nothingOutlivesTheDemo(StartedDemo demo, SSLContext trust, String printed) {
        String keycloak = "https://127.0.0.1:" + demo.port();
        for (String realm : List.of("demo", "master")) {
            Page account = WebUser.trusting(trust).get(URI.create(keycloak + "/realms/" + realm + "/account/"));
            assertThat(account.status()).isEqualTo(200);
            assertThat(account.header("Strict-Transport-Security")).isEmpty();
        }
        Matcher password =
                Pattern.compile("admin, password ([0-9a-f]{24}), realm demo").matcher(printed);
        assertThat(password.find()).as(printed).isTrue();
        assertThat(token(trust, keycloak, password.group(1))).contains("access_token");
        Matcher managers =
                Pattern.compile("mia@corp.example, password ([0-9a-f]{24})").matcher(printed);
        assertThat(managers.find()).as(printed).isTrue();
        assertThat(managers.group(1)).isNotEqualTo(password.group(1));
        assertThat(token(trust, keycloak, "admin"))
                .contains("Invalid user credentials")
                .doesNotContain("access_token");
    }

    private static String token(SSLContext trust, String keycloak, String password) {
        return WebUser.trusting(trust)
                .post(
                        URI.create(keycloak + "/realms/master/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                "admin",
                                "password",
                                password))
                .body();
    }

    private static Page name(WebUser browser, String home, String account) {
        Page login = browser.get(URI.create(home + "/"))
                .form("form")
                .set("upn", account)
                .submit();
        return login.form("#kc-form-login").set("username", account).submit();
    }

    private static Page password(Page page) {
        return page.form("#kc-form-login").set("password", "demo").submit();
    }

    private static Page assertAccepted(Page token, String account) {
        Page result = token.form("form#wsfed-answer").submit();

        assertThat(result.text()).contains("Accepted: " + account + " is signed in");
        return result;
    }

    private static Certificate certificate(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static SSLContext trusting(Certificate ca) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", ca);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String sha256(Certificate certificate) throws Exception {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
