package io.bloksec.keycloak.it.badge;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.OneTimeCodes;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a badge sign-in costs: the server, beside Keycloak's own password and one-time code with its default hash, in turn in one run;
 * and the person at the browser, from the scanner's last key to the application.
 */
class BadgeCostBenchmark {

    private static final int ROUNDS = 10;
    private static final int IN_A_ROUND = 40;
    private static final int AT_THE_BROWSER = 15;
    private static final String SECRET = "benchmark-secret-1";
    private static final UserSpec PASSWORD = UserSpec.named("password")
            .name("Jane", "Doe")
            .email("password@ward.example")
            .password("a-long-password-1")
            .oneTimeCodes(SECRET);

    private static BadgeRealm ward;
    private static PaperBadge badge;

    @BeforeAll
    static void start() {
        ward = BadgeRealm.create("badge-cost");
        ward.realm.update(json -> json.put("otpPolicyCodeReusable", true));
        ward.realm.createUser(PASSWORD);
        client("office", BadgeRealm.CALLBACK);
        badge = ward.active(ward.person("jane"));
        ward.page().signIn(badge, BadgeRealm.PIN);
    }

    @AfterAll
    static void stop() {
        ward.close();
    }

    @Test
    void theServersPart() {
        for (int i = 0; i < 2; i++) {
            round(BadgeCostBenchmark::badge);
            round(BadgeCostBenchmark::password);
        }
        long[] cpu = new long[2];
        long[] wall = new long[2];
        for (int i = 0; i < ROUNDS; i++) {
            for (int which = 0; which < 2; which++) {
                long before = cpuMillis();
                long start = System.nanoTime();
                round(which == 0 ? BadgeCostBenchmark::badge : BadgeCostBenchmark::password);
                wall[which] += (System.nanoTime() - start) / 1_000_000;
                cpu[which] += cpuMillis() - before;
            }
        }
        double signIns = ROUNDS * IN_A_ROUND;
        System.out.printf(
                Locale.ROOT,
                "BENCHMARK badge: server CPU %.1f ms a badge sign-in, %.1f ms with password and one-time code, ratio %.2f;"
                        + " elapsed %.1f and %.1f ms (%d of each)%n",
                cpu[0] / signIns,
                cpu[1] / signIns,
                (double) cpu[0] / cpu[1],
                wall[0] / signIns,
                wall[1] / signIns,
                (int) signIns);
    }

    @Test
    void thePersonsPart() throws IOException {
        List<Long> scans = new ArrayList<>();
        List<Long> pins = new ArrayList<>();
        AtomicLong arrived = new AtomicLong();
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/in", exchange -> {
            arrived.set(System.nanoTime());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        application.start();
        String in = "http://localhost:" + application.getAddress().getPort() + "/in";
        client("kiosk", in);
        ward.useFlow("kiosk", "BlokBadge only");
        for (int i = 0; i < AT_THE_BROWSER + 2; i++) {
            arrived.set(0);
            try (Chromium chromium = Chromium.open()) {
                Page page = chromium.context().newPage();
                page.navigate(authorization("kiosk", in));
                page.locator("#blokbadge-text").fill(badge.text.substring(0, 66));
                long scanned = System.nanoTime();
                page.keyboard().type(badge.text.substring(66));
                page.locator("#blokbadge-digits").waitFor();
                long asked = System.nanoTime();
                page.locator("#blokbadge-digits").fill(BadgeRealm.PIN);
                long typed = System.nanoTime();
                page.keyboard().press("Enter");
                Poll.until("the application to be asked for", Duration.ofSeconds(10), () -> arrived.get() > 0);
                if (i >= 2) {
                    scans.add(asked - scanned);
                    pins.add(arrived.get() - typed);
                }
            }
        }
        application.stop(0);
        System.out.printf(
                Locale.ROOT,
                "BENCHMARK badge at the browser: scan to PIN field %d ms, PIN to application %d ms (medians of %d)%n",
                median(scans),
                median(pins),
                AT_THE_BROWSER);
    }

    private static void client(String id, String callback) {
        ward.realm.createClient(Map.of(
                "clientId", id, "publicClient", true, "standardFlowEnabled", true, "redirectUris", List.of(callback)));
    }

    private static String authorization(String client, String callback) {
        return ward.realm
                .url("protocol/openid-connect/auth?client_id=" + client
                        + "&response_type=code&scope=openid&redirect_uri=" + callback)
                .toString();
    }

    private static void round(Runnable signIn) {
        for (int i = 0; i < IN_A_ROUND; i++) {
            signIn.run();
        }
    }

    private static void badge() {
        require(ward.page().signIn(badge, BadgeRealm.PIN).isRedirect());
    }

    private static void password() {
        var page = BadgeRealm.browser().get(URI.create(authorization("office", BadgeRealm.CALLBACK)));
        require(KeycloakLogin.signIn(page, PASSWORD)
                .form("#kc-otp-login-form")
                .set("otp", OneTimeCodes.now(SECRET))
                .submit()
                .isRedirect());
    }

    private static void require(boolean in) {
        if (!in) {
            throw new IllegalStateException("Not signed in");
        }
    }

    /** Of the server's process. */
    private static long cpuMillis() {
        String port = "--http-port=" + KeycloakServer.running().url().getPort();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(port))
                        .orElse(false))
                .map(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
                .max(Long::compare)
                .orElseThrow();
    }

    private static long median(List<Long> nanos) {
        Collections.sort(nanos);
        return nanos.get(nanos.size() / 2) / 1_000_000;
    }
}
