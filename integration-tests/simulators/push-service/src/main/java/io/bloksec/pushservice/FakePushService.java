package io.bloksec.pushservice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A push service on 127.0.0.1, in this process. Hands out subscriptions with real keys, takes pushes to them, checks them by RFC
 * 8030, 8188, 8291 and 8292, decrypts and keeps them. Any number of threads may push at once.
 */
public final class FakePushService implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-push-service");
        thread.setDaemon(true);
        return thread;
    });
    private final URI origin;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Optional<Subscription>> subscriptions = new ConcurrentHashMap<>();
    private final List<Push> pushes = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Queue<Behaviour> next = new ArrayDeque<>();
    private Behaviour always = new Behaviour.Take();
    private int requests;

    private FakePushService(HttpServer server, String scheme, String host) {
        this.server = server;
        origin = URI.create(scheme + "://" + host + ":" + server.getAddress().getPort());
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** By http on a free port; the host in its addresses is {@code 127.0.0.1}. */
    public static FakePushService start() {
        try {
            return new FakePushService(HttpServer.create(free(), 0), "http", "127.0.0.1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * By https on a free port of 127.0.0.1.
     *
     * @param tls with the service's certificate
     * @param host in its addresses
     */
    public static FakePushService start(SSLContext tls, String host) {
        try {
            HttpsServer server = HttpsServer.create(free(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new FakePushService(server, "https", host);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Scheme, host and port. */
    public URI origin() {
        return origin;
    }

    /**
     * A browser subscribes.
     *
     * @param applicationServerKey the sender's public key, 65 bytes, base64url
     * @throws IllegalArgumentException when it is none; a browser throws too
     */
    public Subscription subscribe(String applicationServerKey) {
        try {
            EcKeys.publicKey(Encoding.decode(applicationServerKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an applicationServerKey", e);
        }
        String path = "/push/" + UUID.randomUUID();
        Subscription subscription = new Subscription(URI.create(origin + path), applicationServerKey, new Browser());
        subscriptions.put(path, Optional.of(subscription));
        return subscription;
    }

    /** The browser has lost interest: from now on 410. */
    public void unsubscribe(Subscription subscription) {
        subscriptions.put(subscription.endpoint().getPath(), Optional.empty());
    }

    /** How the coming pushes are answered, one each; after them as {@link #always} says. */
    public synchronized void next(Behaviour... behaviours) {
        next.addAll(List.of(behaviours));
    }

    /** How all pushes are answered for which there is no {@link #next}; at first they are taken. */
    public synchronized void always(Behaviour behaviour) {
        always = behaviour;
    }

    /** Pushes taken so far, the oldest first. */
    public synchronized List<Push> pushes() {
        return List.copyOf(pushes);
    }

    /** Pushes refused so far because something was wrong with them. */
    public synchronized List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    /** Requests of any kind so far, also those answered by a {@link Behaviour}. */
    public synchronized int requests() {
        return requests;
    }

    /**
     * Waits until so many pushes were taken.
     *
     * @return all of them
     * @throws IllegalStateException when there are fewer in the end; the message tells what was refused
     */
    public synchronized List<Push> await(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (pushes.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException(
                        pushes.size() + " pushes instead of " + count + ", refused: " + refusals);
            }
            wait(left);
        }
        return List.copyOf(pushes);
    }

    /** Forgets what was taken and refused; subscriptions stay. */
    public synchronized void clear() {
        pushes.clear();
        refusals.clear();
        next.clear();
        always = new Behaviour.Take();
        requests = 0;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            count();
            try {
                answer(exchange, PushRequest.read(exchange, origin, subscriptions), behaviour());
            } catch (RefusedPushException e) {
                record(new Refusal(e.status(), e.getMessage()));
                respond(exchange, e.status(), e.getMessage());
            }
        }
    }

    private void answer(HttpExchange exchange, Push push, Behaviour behaviour) throws IOException {
        if (behaviour instanceof Behaviour.Answer fixed) {
            fixed.headers().forEach(exchange.getResponseHeaders()::set);
            respond(exchange, fixed.status(), "");
        } else if (behaviour instanceof Behaviour.Trickle) {
            trickle(exchange);
        } else if (!(behaviour instanceof Behaviour.Drop)) {
            if (behaviour instanceof Behaviour.Slow slow) {
                pause(slow.delay());
            }
            record(push);
            exchange.getResponseHeaders().set("Location", origin + "/message/" + UUID.randomUUID());
            respond(exchange, 201, "");
        }
    }

    private void trickle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(201, 0);
        OutputStream body = exchange.getResponseBody();
        while (!pause(Duration.ofMillis(50))) {
            body.write('.');
            body.flush();
        }
    }

    /** @return whether the service was closed meanwhile */
    private boolean pause(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Behaviour behaviour() {
        Behaviour first = next.poll();
        return first == null ? always : first;
    }

    private synchronized void count() {
        requests++;
    }

    private synchronized void record(Push push) {
        pushes.add(push);
        notifyAll();
    }

    private synchronized void record(Refusal refusal) {
        refusals.add(refusal);
        notifyAll();
    }

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
