package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Exists to be what runs in production: two nodes that share Keycloak's caches and one PostgreSQL, behind a proxy that sends each
 * request to whichever it likes and knows no stickiness. Started for one class, which may kill them.
 */
public final class Cluster implements AutoCloseable {

    public static final String DATABASE = "cluster";

    /** The first and the second node. */
    public static final int A = 0;

    public static final int B = 1;

    public final Postgres postgres;
    private final KeycloakCopy keycloak;
    private final Balancer balancer;
    private final Ports[] ports = {Ports.free(), Ports.free()};
    private final int[] transport = {freeForTransport(), freeForTransport()};
    /** Null for one that is not ready. */
    private final KeycloakServer[] nodes = new KeycloakServer[2];

    private final AtomicInteger turn = new AtomicInteger();
    private volatile int only = -1;

    private Cluster(TwoServers beside) {
        postgres = beside.postgres;
        keycloak = beside.keycloak;
        postgres.createDatabase(DATABASE, "cluster", "a-password");
        balancer = Balancer.startForEachRequest(line -> port());
        start(A);
        start(B);
    }

    /** On the database server and the build of {@link TwoServers}. */
    public static Cluster start() {
        return new Cluster(TwoServers.running());
    }

    public KeycloakServer node(int which) {
        return nodes[which];
    }

    /** Whatever is asked from now on reaches this node alone. */
    public void to(int which) {
        only = which;
    }

    /** Each request reaches the other node than the one before. */
    public void alternate() {
        only = -1;
    }

    /** As when its machine fails. */
    public void kill(int which) {
        KeycloakServer node = nodes[which];
        nodes[which] = null;
        node.kill();
    }

    /** As an administrator stops it: first nothing new reaches it. */
    public void stop(int which) {
        KeycloakServer node = nodes[which];
        nodes[which] = null;
        node.close();
    }

    public void start(int which) {
        nodes[which] = keycloak.start(
                List.of(
                        keycloak.home().resolve("bin/kc.sh").toString(),
                        "start",
                        "--optimized",
                        "--db-url=jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + DATABASE,
                        "--db-username=cluster",
                        "--db-password=a-password",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + ports[which].http(),
                        "--http-management-host=127.0.0.1",
                        "--http-management-port=" + ports[which].management(),
                        "--hostname=" + balancer.url(),
                        "--cache=ispn",
                        "--cache-embedded-network-bind-address=127.0.0.1",
                        "--cache-embedded-network-bind-port=" + transport[which]),
                TwoServers.ENVIRONMENT,
                ports[which],
                balancer.url());
    }

    public URI url() {
        return balancer.url();
    }

    @Override
    public void close() {
        for (KeycloakServer node : nodes) {
            if (node != null) {
                node.close();
            }
        }
        balancer.close();
    }

    /** A proxy goes by each node's readiness, and never sends a request twice. */
    private int port() {
        int wanted = only >= 0 ? only : Math.floorMod(turn.getAndIncrement(), 2);
        return ports[nodes[wanted] == null ? 1 - wanted : wanted].http();
    }

    /** JGroups listens there, and 50,000 above it to see whether the other is alive. */
    private static int freeForTransport() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 15_000);
            try (ServerSocket one = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    ServerSocket two = new ServerSocket(port + 50_000, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException e) {
                // Somebody else's.
            }
        }
    }
}
