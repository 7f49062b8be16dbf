package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Exists so that what must hold on two servers over one PostgreSQL is tested on two servers over one PostgreSQL, which take a minute to
 * start: once in a run. Sessions are each server's own here, rows are everybody's. People's pages go to the first, phones' calls to
 * the second; {@link #at} goes to either.
 */
public final class TwoServers {

    public static final String DATABASE = "keycloak";
    static final Map<String, String> ENVIRONMENT = Map.of(
            "KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakServer.ADMIN,
            "KC_BOOTSTRAP_ADMIN_PASSWORD", KeycloakServer.ADMIN_PASSWORD);

    /** Where Debian puts it. */
    private static final Path FAKE_TIME = Path.of("/usr/lib")
            .resolve(System.getProperty("os.arch").equals("aarch64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu")
            .resolve("faketime/libfaketime.so.1");

    private static TwoServers running;

    public final AuditKeyFile auditKey;
    public final Path witness;
    public final Postgres postgres;
    private final Path badgeKeys = BadgeKeyFile.make(1);
    final KeycloakCopy keycloak;
    private final Balancer balancer;
    private final Ports ofFirst = Ports.free();
    private final Ports ofSecond = Ports.free();
    private KeycloakServer first;
    private KeycloakServer second;

    private TwoServers() throws IOException {
        auditKey = AuditKeyFile.make();
        witness = Files.createTempFile(Settings.target(), "witness", ".txt");
        postgres = EndOfRun.closes(Postgres.start());
        postgres.createDatabase(DATABASE, "keycloak", "a-password");
        keycloak = KeycloakCopy.named("nodes-keycloak");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Settings.providers(), "*.jar")) {
            for (Path jar : jars) {
                Files.copy(jar, keycloak.home().resolve("providers").resolve(jar.getFileName()));
            }
        }
        keycloak.run("bin/kc.sh build --db=postgres --health-enabled=true", Map.of());
        balancer = EndOfRun.closes(Balancer.start(line -> isAPhones(line) ? ofSecond.http() : ofFirst.http()));
        first = start(ofFirst, badgeKeys, ENVIRONMENT);
        second = start(ofSecond, badgeKeys, ENVIRONMENT);
    }

    public static synchronized TwoServers running() {
        if (running == null) {
            try {
                running = new TwoServers();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    public KeycloakServer first() {
        return first;
    }

    public KeycloakServer second() {
        return second;
    }

    /** People's address of it all. */
    public URI url() {
        return balancer.url();
    }

    /** The same address at one of the servers. */
    public URI at(boolean atSecond, URI address) {
        String own = "http://127.0.0.1:" + (atSecond ? ofSecond : ofFirst).http();
        return URI.create(address.toString().replace(balancer.url().toString(), own));
    }

    public void stopFirst() {
        first.close();
    }

    public void startFirst() {
        first = start(ofFirst, badgeKeys, ENVIRONMENT);
    }

    /** A server that has no keys of badges. */
    public void restartSecondWithoutBadgeKeys() {
        restartSecond(null, ENVIRONMENT);
    }

    /** Debian's libfaketime tells the whole process another time; PostgreSQL keeps the right one. */
    public void restartSecondAnHourAhead() {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("LD_PRELOAD", FAKE_TIME.toString());
        environment.put("FAKETIME", "+1h");
        restartSecond(badgeKeys, environment);
    }

    /** As the first is. */
    public void restartSecond() {
        restartSecond(badgeKeys, ENVIRONMENT);
    }

    private void restartSecond(Path keys, Map<String, String> environment) {
        second.close();
        second = start(ofSecond, keys, environment);
    }

    private KeycloakServer start(Ports ports, Path keys, Map<String, String> environment) {
        List<String> line = new ArrayList<>(List.of(
                keycloak.home().resolve("bin/kc.sh").toString(),
                "start",
                "--optimized",
                "--db-url=jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + DATABASE,
                "--db-username=keycloak",
                "--db-password=a-password",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.http(),
                "--http-management-host=127.0.0.1",
                "--http-management-port=" + ports.management(),
                "--hostname=" + balancer.url(),
                "--cache=local",
                "--spi-blokkey-push--webpush--allow-loopback=true",
                "--spi-realm-restapi-extension--audit--key-file=" + auditKey.key(),
                "--spi-realm-restapi-extension--audit--witness-file=" + witness));
        if (keys != null) {
            line.add(BadgeKeyFile.option(keys));
        }
        return EndOfRun.closes(keycloak.start(line, environment, ports, balancer.url()));
    }

    private static boolean isAPhones(String line) {
        return line.contains("/blokkey/") && !line.contains("/blokkey/page");
    }
}
