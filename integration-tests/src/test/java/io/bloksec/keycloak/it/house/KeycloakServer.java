package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private KeycloakServer(List<String> furtherOptions) {
        int number = STARTED.incrementAndGet();
        this.log = Settings.target().resolve(number == 1 ? "keycloak.log" : "keycloak-" + number + ".log");
        this.command = new KeycloakCommand(Settings.keycloakHome(), log);
        List<Integer> ports = freePorts();
        this.url = URI.create("http://localhost:" + ports.get(0));
        this.management = URI.create("http://127.0.0.1:" + ports.get(1));
        Stream<String> options = Stream.of(
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.get(0),
                "--http-management-host=127.0.0.1",
                "--http-management-port=" + ports.get(1),
                "--hostname=" + url,
                "--cache=local",
                // The house asks for the server's health many times a second until it is up.
                "--log-level=info,io.smallrye.health:error");
        try {
            this.process = command.start(Stream.concat(options, furtherOptions.stream()));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start kc.sh", e);
        }
        try {
            waitUntilReady();
        } catch (RuntimeException | AssertionError e) {
            process.close();
            throw e;
        }
        this.admin = new Admin(url, "master", "admin-cli", KeycloakCommand.ADMIN, KeycloakCommand.ADMIN_PASSWORD);
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

    /** Everything this server has logged so far. */
    public String logText() {
        return command.text();
    }

    @Override
    public void close() {
        process.close();
    }

    private static KeycloakServer start(List<String> furtherOptions) {
        KeycloakBuild.ofThisRun();
        return new KeycloakServer(furtherOptions);
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

    private static List<Integer> freePorts() {
        // Both open at once, so that they differ.
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return List.of(one.getLocalPort(), two.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException("No free port", e);
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
