package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Exists so that all tests share one real Keycloak: the unpacked distribution with the packaged jars.
 *
 * <p>It runs in production mode ({@code start --optimized}) over plain HTTP on a free port of {@code localhost}, which
 * browsers treat as a secure place, with an H2 database in memory. The first call of {@link #running()} starts it.
 */
public final class KeycloakServer implements AutoCloseable {

    /** The administrator of every server of a run. */
    public static final String ADMIN = KeycloakCommand.ADMIN;

    public static final String ADMIN_PASSWORD = KeycloakCommand.ADMIN_PASSWORD;

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final KeycloakCommand command;
    private final ProcessTree process;
    private final Path log;
    private final URI url;
    private final URI management;
    private final Admin admin;

    private KeycloakServer(KeycloakCommand command, Path log, URI url, Ports ports, Admin admin, List<String> line) {
        this.command = command;
        this.log = log;
        this.url = url;
        this.management = URI.create("http://127.0.0.1:" + ports.management());
        this.admin = admin;
        try {
            this.process = command.run(line);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start kc.sh", e);
        }
        try {
            waitUntilReady();
        } catch (RuntimeException | AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** The server of this run; starts it when it is needed first. */
    public static KeycloakServer running() {
        return Shared.get();
    }

    /**
     * One more server from the same build, with its own ports, database and log, for a test that must change its
     * options.
     */
    public static KeycloakServer another(String... furtherOptions) {
        return start(List.of(furtherOptions));
    }

    public URI url() {
        return url;
    }

    public URI realmUrl(String realm) {
        return URI.create(url + "/realms/" + realm);
    }

    /** Where {@code /health} and {@code /metrics} are. */
    public URI managementUrl() {
        return management;
    }

    public Admin admin() {
        return admin;
    }

    public Path log() {
        return log;
    }

    /** Threads of the server's processes, where this machine tells. */
    public OptionalLong threads() {
        return process.threads();
    }

    /** Everything this server has logged so far. */
    public String logText() {
        return command.text();
    }

    /** As when the machine fails. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    private static KeycloakServer start(List<String> furtherOptions) {
        KeycloakBuild.ofThisRun();
        Ports ports = Ports.free();
        URI url = ports.url();
        Stream<String> options = Stream.of(
                Settings.keycloakHome().resolve("bin/kc.sh").toString(),
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.http(),
                "--http-management-host=127.0.0.1",
                "--http-management-port=" + ports.management(),
                "--hostname=" + url,
                "--cache=local",
                // The house asks for the server's health many times a second until it is up.
                "--log-level=info,io.smallrye.health:error");
        Stream<String> badgeKeys = furtherOptions.stream().anyMatch(BadgeKeyFile::isOption)
                ? Stream.empty()
                : Stream.of(BadgeKeyFile.option(BadgeKeyFile.make(1)));
        int number = STARTED.incrementAndGet();
        Path log = Settings.target().resolve(number == 1 ? "keycloak.log" : "keycloak-" + number + ".log");
        return new KeycloakServer(
                new KeycloakCommand(Settings.keycloakHome(), log),
                log,
                url,
                ports,
                new Admin(url, "master", "admin-cli", ADMIN, ADMIN_PASSWORD),
                Stream.of(options, badgeKeys, furtherOptions.stream())
                        .flatMap(each -> each)
                        .toList());
    }

    /** From a home, by a line and with an environment that are not the house's; they name the ports. */
    static KeycloakServer start(Path home, Path log, List<String> line, Map<String, String> environment, Ports ports) {
        return start(home, log, line, environment, ports, ports.url());
    }

    /** The same behind a balancer, whose address people and phones use. */
    static KeycloakServer start(
            Path home, Path log, List<String> line, Map<String, String> environment, Ports ports, URI url) {
        Admin admin = new Admin(
                ports.url(),
                "master",
                "admin-cli",
                environment.get("KC_BOOTSTRAP_ADMIN_USERNAME"),
                environment.get("KC_BOOTSTRAP_ADMIN_PASSWORD"));
        return new KeycloakServer(new KeycloakCommand(home, log, environment), log, url, ports, admin, line);
    }

    private void waitUntilReady() {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(management.resolve("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            Poll.until("Keycloak to be ready", START_LIMIT, () -> isReady(http, ready));
        } catch (AssertionError e) {
            throw new IllegalStateException(e.getMessage() + "\n" + command.tail(), e);
        }
    }

    private boolean isReady(HttpClient http, HttpRequest ready) {
        if (!process.root().isAlive()) {
            throw new IllegalStateException("Keycloak ended by itself.\n" + command.tail());
        }
        try {
            return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Nobody listens yet.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Keycloak started", e);
        }
    }

    /** Remembers a failed start too, so that not every test class waits for the next one. */
    private static final class Shared {
        private static KeycloakServer server;
        private static RuntimeException failure;

        static synchronized KeycloakServer get() {
            if (failure != null) {
                throw new IllegalStateException("Keycloak did not start earlier in this run", failure);
            }
            if (server == null) {
                try {
                    server = EndOfRun.closes(start(List.of()));
                } catch (RuntimeException e) {
                    failure = e;
                    KeycloakBuild.distrust();
                    throw e;
                }
            }
            return server;
        }
    }
}
