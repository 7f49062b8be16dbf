package io.bloksec.keycloak.it.blokkey;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.AuditKeyFile;
import io.bloksec.keycloak.it.house.KeycloakCopy;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.Ports;
import io.bloksec.keycloak.it.house.Postgres;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the audit trail costs a sign-in: two Keycloaks on one PostgreSQL, one with its jar and one without, asked in turn by the same
 * person's script and phone. Whole sign-ins by HTTP, without the second that a person must have looked at the request.
 */
class AuditCostBenchmark {

    private static final int ROUNDS = 12;
    private static final int IN_A_ROUND = 10;
    private static final int PERSONS = 48;
    private static final Duration LOAD = Duration.ofSeconds(40);

    private static final AtomicInteger COMPUTERS = new AtomicInteger();

    private static Postgres postgres;
    private static Site with;
    private static Site without;

    /** One Keycloak, its realm, and people with phones. */
    private record Site(KeycloakServer server, BlokKeyRealm realm, String database, List<Phone> phones)
            implements AutoCloseable {
        @Override
        public void close() throws Exception {
            server.close();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        postgres = Postgres.start();
        with = site("with", List.of());
        without = site("without", List.of("audit-trail.jar", "admin-console.jar"));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {with, without, postgres}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    void oneAfterTheOther() {
        List<Long> recorded = new ArrayList<>();
        List<Long> bare = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> first = round % 2 == 0 ? recorded : bare;
            List<Long> second = round % 2 == 0 ? bare : recorded;
            round(first, first == recorded ? with : without, round);
            round(second, second == recorded ? with : without, round);
        }
        System.out.printf(
                "BENCHMARK sign-in: median %.1f ms with records, %.1f ms without: ratio %.2f (%d sign-ins each)%n",
                median(recorded) / 1e6, median(bare) / 1e6, (double) median(recorded) / median(bare), recorded.size());
    }

    @Test
    void manyAtOnce() throws Exception {
        double bare = load(without);
        long before = records();
        long begun = System.nanoTime();
        double recorded = load(with);
        long written = records() - before;
        double seconds = (System.nanoTime() - begun) / 1e9;
        long ended = System.nanoTime();
        Poll.until("all linked", Duration.ofMinutes(2), () -> unlinked() == 0);
        System.out.printf(
                "BENCHMARK load: %d people at once, %.1f sign-ins/s with records, %.1f without: ratio %.2f; %.1f records/s; all linked %.1f s after the last%n",
                PERSONS, recorded, bare, recorded / bare, written / seconds, (System.nanoTime() - ended) / 1e9);
    }

    private static void round(List<Long> times, Site site, int round) {
        for (int i = 0; i < IN_A_ROUND; i++) {
            long time = signIn(site, i % PERSONS);
            // The first round warms both up.
            if (round > 0) {
                times.add(time);
            }
        }
    }

    /** Sign-ins a second. */
    private static double load(Site site) throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(PERSONS);
        long begun = System.nanoTime();
        long end = begun + LOAD.toNanos();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < PERSONS; i++) {
            int person = i;
            tasks.add(() -> {
                int done = 0;
                while (System.nanoTime() < end) {
                    signIn(site, person);
                    done++;
                }
                return done;
            });
        }
        int all = 0;
        for (Future<Integer> each : people.invokeAll(tasks)) {
            all += each.get();
        }
        people.shutdown();
        return all / ((System.nanoTime() - begun) / 1e9);
    }

    /** Nanoseconds that the person waited for the server. */
    private static long signIn(Site site, int person) {
        Phone phone = site.phones.get(person);
        long begun = System.nanoTime();
        // Each from a computer of its own: one that asks this often is slowed down.
        WebUser browser = BlokKeyRealm.browser()
                .header(
                        "X-Forwarded-For",
                        "10." + COMPUTERS.incrementAndGet() / 65_536 + "." + COMPUTERS.get() / 256 % 256 + "."
                                + COMPUTERS.get() % 256);
        WaitingPage page = site.realm.signIn(browser).name(name(person));
        JsonNode started = page.start(true);
        ApprovalRequest shown = phone.shown(phone.list().get(0).id());
        long looked = System.nanoTime();
        BlokKeyRealm.dwell();
        long decided = System.nanoTime();
        int status = phone.sendApproval(shown, started.path("number").asText(null), false, null)
                .status();
        String code = page.finish().location().getQuery();
        if (status != 200 || !code.contains("code=")) {
            throw new AssertionError(status + " " + code);
        }
        return looked - begun + System.nanoTime() - decided;
    }

    private static Site site(String name, List<String> leftOut) throws IOException {
        String database = "keycloak_" + name;
        postgres.createDatabase(database, database, "a-password");
        KeycloakCopy keycloak = KeycloakCopy.named("benchmark-" + name);
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Settings.providers(), "*.jar")) {
            for (Path jar : jars) {
                if (!leftOut.contains(jar.getFileName().toString())) {
                    Files.copy(jar, keycloak.home().resolve("providers").resolve(jar.getFileName()));
                }
            }
        }
        keycloak.run("bin/kc.sh build --db=postgres --health-enabled=true", Map.of());
        Ports ports = Ports.free();
        List<String> line = new ArrayList<>(List.of(
                keycloak.home().resolve("bin/kc.sh").toString(),
                "start",
                "--optimized",
                "--db-url=jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + database,
                "--db-username=" + database,
                "--db-password=a-password",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.http(),
                "--http-management-host=127.0.0.1",
                "--http-management-port=" + ports.management(),
                "--hostname-strict=false",
                "--proxy-headers=xforwarded",
                "--cache=local"));
        if (leftOut.isEmpty()) {
            line.add("--spi-realm-restapi-extension--audit--key-file="
                    + AuditKeyFile.make().key());
        }
        KeycloakServer server = keycloak.start(
                line,
                Map.of(
                        "KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakServer.ADMIN,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", KeycloakServer.ADMIN_PASSWORD),
                ports);
        BlokKeyRealm realm = BlokKeyRealm.create(server, name, "blokkey-only", "BlokKey only");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always", "blokkey.life", "120"));
        List<Phone> phones = new ArrayList<>();
        for (int i = 0; i < PERSONS; i++) {
            UserSpec person = BlokKeyRealm.person(name(i));
            realm.realm.createUser(person);
            phones.add(realm.enrol(person));
        }
        return new Site(server, realm, database, phones);
    }

    private static String name(int person) {
        return "person" + person + "@corp.example";
    }

    private static long records() {
        return Long.parseLong(postgres.read(with.database, "select count(*) from audit_record"));
    }

    private static long unlinked() {
        return Long.parseLong(
                postgres.read(with.database, "select count(*) from audit_record where chain_number is null"));
    }

    private static long median(List<Long> times) {
        List<Long> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
