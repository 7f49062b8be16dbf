package io.bloksec.fcm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * FCM and Google's token service on 127.0.0.1, in this process. Hands out service accounts and addresses, judges assertions, bearer
 * tokens and messages, and keeps what it took. Any number of threads may send at once.
 */
public final class FakeFcm implements AutoCloseable {

    /** Whose apps it knows. */
    public static final String PROJECT = "corp-approvals";

    private static final int MOST_BYTES = 64 * 1024;
    private static final String TOKENS = "/token";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-fcm");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch closed = new CountDownLatch(1);
    private final URI origin;
    private final Accounts accounts;
    private final Random random = new Random();
    /** Address to whether it is still registered. */
    private final Map<String, Boolean> addresses = new HashMap<>();

    private final List<Taken> taken = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    /** By address, as pushes of an earlier test may still be under way. */
    private final Map<String, Queue<Behaviour>> next = new HashMap<>();

    private final Map<String, Integer> tries = new HashMap<>();
    private Behaviour always = new Behaviour.Take();
    private Behaviour tokens = new Behaviour.Take();
    private int sends;
    private int exchanges;

    private FakeFcm(HttpServer server) {
        this.server = server;
        origin = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        accounts = new Accounts(origin + TOKENS);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** On a free port. */
    public static FakeFcm start() {
        try {
            return new FakeFcm(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI origin() {
        return origin;
    }

    /** A service account of {@link #PROJECT}: the JSON to put into a file. */
    public String account() {
        return accounts.make(PROJECT);
    }

    /** A service account of another project, which may not send to these apps. */
    public String foreignAccount() {
        return accounts.make("another-project");
    }

    /** An app gets a registration token. */
    public synchronized String registerToken() {
        byte[] bytes = new byte[105];
        random.nextBytes(bytes);
        String token = registerable() + ":APA91b"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        addresses.put(token, true);
        return token;
    }

    /** An app gets an installation id. */
    public synchronized String registerInstallation() {
        String fid = registerable();
        addresses.put(fid, true);
        return fid;
    }

    /** The app was removed from the phone: from now on 404. */
    public synchronized void unregister(String address) {
        addresses.put(address, false);
    }

    /** All keys of service accounts are deleted. */
    public void forgetAccounts() {
        accounts.forgetAll();
    }

    /** No access token is good any more. */
    public void endTokens() {
        accounts.endTokens();
    }

    /** How the coming messages to this address are answered, one each; after them as {@link #always} says. */
    public synchronized void next(String address, Behaviour... behaviours) {
        next.computeIfAbsent(address, each -> new ArrayDeque<>()).addAll(List.of(behaviours));
    }

    /** How all messages are answered for which there is no {@link #next}; at first they are taken. */
    public synchronized void always(Behaviour behaviour) {
        always = behaviour;
    }

    /** How the token service answers what is right. */
    public synchronized void tokens(Behaviour behaviour) {
        tokens = behaviour;
    }

    /** Messages taken so far, the oldest first. */
    public synchronized List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** What was wrong with those refused so far. */
    public synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Calls to send so far, however answered. */
    public synchronized int sends() {
        return sends;
    }

    /** Right messages to this address so far, however answered. */
    public synchronized int sends(String address) {
        return tries.getOrDefault(address, 0);
    }

    /** Calls for an access token so far. */
    public synchronized int exchanges() {
        return exchanges;
    }

    /**
     * Waits until so many messages were taken.
     *
     * @throws IllegalStateException when there are fewer in the end; the message tells what was refused
     */
    public synchronized List<Taken> await(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (taken.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException(
                        taken.size() + " messages instead of " + count + ", refused: " + refusals);
            }
            wait(left);
        }
        return List.copyOf(taken);
    }

    /** Forgets what was taken and refused; addresses and accounts stay. */
    public synchronized void clear() {
        taken.clear();
        refusals.clear();
        next.clear();
        tries.clear();
        always = new Behaviour.Take();
        tokens = new Behaviour.Take();
        sends = 0;
        exchanges = 0;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
            if (exchange.getRequestURI().toString().equals(TOKENS)) {
                exchangeTokens(exchange, body);
            } else {
                send(exchange, body);
            }
        }
    }

    private void exchangeTokens(HttpExchange exchange, byte[] body) throws IOException {
        Behaviour behaviour;
        synchronized (this) {
            exchanges++;
            behaviour = tokens;
        }
        String answer;
        try {
            if (!exchange.getRequestMethod().equals("POST")
                    || !String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                            .startsWith("application/x-www-form-urlencoded")) {
                throw new IllegalArgumentException("not a form that is posted");
            }
            answer = accounts.exchange(new String(body, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            refuse("token: " + e.getMessage());
            respond(
                    exchange,
                    400,
                    JSON.createObjectNode()
                            .put("error", "invalid_grant")
                            .put("error_description", e.getMessage())
                            .toString()
                            .getBytes(StandardCharsets.UTF_8));
            return;
        }
        behave(exchange, behaviour, answer, () -> {});
    }

    private void send(HttpExchange exchange, byte[] body) throws IOException {
        synchronized (this) {
            sends++;
        }
        try {
            Taken message = judge(exchange, body);
            Behaviour behaviour = behaviour(message.address());
            String name = "projects/" + PROJECT + "/messages/" + UUID.randomUUID();
            behave(
                    exchange,
                    behaviour,
                    JSON.createObjectNode().put("name", name).toString(),
                    () -> take(message));
        } catch (FcmRefusal e) {
            refuse(e.getMessage());
            if (e.error().status() == 401) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            }
            respond(exchange, e.error().status(), e.error().body());
        }
    }

    private Taken judge(HttpExchange exchange, byte[] body) throws FcmRefusal {
        if (!exchange.getRequestMethod().equals("POST")) {
            throw new FcmRefusal(new FcmError(404, "NOT_FOUND", null, "Not a POST", null));
        }
        String project = accounts.project(exchange.getRequestHeaders().getFirst("Authorization"));
        if (project == null) {
            throw new FcmRefusal(FcmError.UNAUTHENTICATED);
        }
        if (!exchange.getRequestURI().toString().equals("/v1/projects/" + project + "/messages:send")) {
            throw new FcmRefusal(FcmError.PERMISSION_DENIED);
        }
        if (!String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                .startsWith("application/json")) {
            throw FcmRefusal.invalid("Content-Type is not application/json", null);
        }
        JsonNode root = parse(body);
        String target = MessageRules.check(root);
        JsonNode message = root.get("message");
        String address = message.get(target).asText();
        if (!isAddress(target, address)) {
            throw new FcmRefusal(FcmError.badAddress(target));
        }
        if (!project.equals(PROJECT)) {
            throw new FcmRefusal(FcmError.SENDER_ID_MISMATCH);
        }
        if (!isRegistered(address)) {
            throw new FcmRefusal(FcmError.UNREGISTERED);
        }
        return new Taken(target, address, message);
    }

    private static boolean isAddress(String target, String address) {
        String form =
                target.equals("token") ? "[A-Za-z0-9_-]{22}:APA91b[A-Za-z0-9_-]{134,160}" : "[cdef][A-Za-z0-9_-]{21}";
        return (target.equals("token") || target.equals("fid")) && address.matches(form);
    }

    private static JsonNode parse(byte[] body) throws FcmRefusal {
        try {
            JsonNode root = JSON.readTree(body);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // Refused below.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw FcmRefusal.invalid("Invalid JSON payload received.", null);
    }

    private void behave(HttpExchange exchange, Behaviour behaviour, String answer, Runnable take) throws IOException {
        if (behaviour instanceof Behaviour.Fail fail) {
            fail.headers().forEach(exchange.getResponseHeaders()::set);
            respond(exchange, fail.error().status(), fail.error().body());
        } else if (behaviour instanceof Behaviour.Foreign foreign) {
            foreign.headers().forEach(exchange.getResponseHeaders()::set);
            respond(exchange, foreign.status(), foreign.body().getBytes(StandardCharsets.UTF_8));
        } else if (behaviour instanceof Behaviour.Trickle) {
            trickle(exchange);
        } else if (!(behaviour instanceof Behaviour.Drop)) {
            if (behaviour instanceof Behaviour.Slow slow) {
                pause(slow.delay());
            }
            take.run();
            respond(exchange, 200, answer.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void trickle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        while (!pause(Duration.ofMillis(50))) {
            body.write(' ');
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

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json; charset=UTF-8"));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private String registerable() {
        byte[] bytes = new byte[17];
        random.nextBytes(bytes);
        bytes[0] = (byte) (0x70 | (bytes[0] & 0x0f));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, 22);
    }

    private synchronized Behaviour behaviour(String address) {
        tries.merge(address, 1, Integer::sum);
        Queue<Behaviour> queue = next.get(address);
        Behaviour first = queue == null ? null : queue.poll();
        return first == null ? always : first;
    }

    private synchronized boolean isRegistered(String address) {
        return addresses.getOrDefault(address, false);
    }

    private synchronized void take(Taken message) {
        taken.add(message);
        notifyAll();
    }

    private synchronized void refuse(String reason) {
        refusals.add(reason);
        notifyAll();
    }
}
