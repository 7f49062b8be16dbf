package io.bloksec.demo.rp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bloksec.demo.https.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * The relying party as a web server: {@code /} begins a sign-in, {@code POST /login.srf} takes the answer and, as Entra ID does,
 * redirects to another site: here from {@code localhost} to {@code 127.0.0.1}. In a network it has one name only, and stays there.
 */
public final class DemoRelyingParty implements AutoCloseable {

    private static final int MAX_BODY = 512 * 1024;
    private static final int MAX_REMEMBERED = 1000;
    private static final Duration PENDING_FOR = Duration.ofMinutes(10);
    private static final Duration RESULT_FOR = Duration.ofMinutes(30);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** By https, a browser's connection that is opened ahead of need holds one until it is closed. */
    private static final int THREADS = 64;

    private final HttpServer server;
    private final String home;
    private final String elsewhere;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Remembered<PendingSignIn> pending = new Remembered<>(MAX_REMEMBERED, PENDING_FOR);
    private final Remembered<Verdict> results = new Remembered<>(MAX_REMEMBERED, RESULT_FOR);
    private final Remembered<Boolean> presented = new Remembered<>(MAX_REMEMBERED, RESULT_FOR);
    private volatile Directory directory;

    private DemoRelyingParty(HttpServer server, String home, String elsewhere, Directory directory) {
        this.server = server;
        this.home = home;
        this.elsewhere = elsewhere;
        this.directory = directory;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * For this machine alone.
     *
     * @param port 0 for a free one
     */
    public static DemoRelyingParty start(int port, Directory directory) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        int bound = server.getAddress().getPort();
        return new DemoRelyingParty(
                server, "http://localhost:" + bound + "/", "http://127.0.0.1:" + bound + "/", directory);
    }

    /**
     * For the network: by https and on all interfaces.
     *
     * @param port 0 for a free one
     * @param tls with a certificate for the name
     */
    public static DemoRelyingParty start(int port, Directory directory, HostName name, SSLContext tls)
            throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        String home = "https://" + name + ":" + server.getAddress().getPort() + "/";
        return new DemoRelyingParty(server, home, home, directory);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String homeUrl() {
        return home;
    }

    /** The address that is registered with the identity provider. */
    public String replyUrl() {
        return homeUrl() + "login.srf";
    }

    public void directory(Directory changed) {
        directory = changed;
    }

    public Directory directory() {
        return directory;
    }

    /**
     * Begins a sign-in without the home page.
     *
     * @throws IllegalArgumentException when nobody federates the user's domain
     */
    public PendingSignIn beginSignIn(SignInOptions options) {
        Domain domain = directory
                .domainOf(options.userPrincipalName())
                .orElseThrow(() -> new IllegalArgumentException("No such domain"));
        PendingSignIn begun = PendingSignIn.begin(options, domain, directory.wtrealm());
        pending.put(begun.wctx(), begun);
        return begun;
    }

    /** Judges an answer as {@code POST /login.srf} does. */
    public Verdict judge(String wa, String wresult, String wctx) {
        Optional<PendingSignIn> request = wctx == null ? Optional.empty() : pending.take(wctx);
        return new EntraRules(directory, id -> !presented.putIfAbsent(id, true), Instant.now())
                .judge(wa, wresult, request);
    }

    /** @param id the parameter of the result page */
    public Optional<Verdict> verdict(String id) {
        return results.get(id);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean post = exchange.getRequestMethod().equals("POST");
            Map<String, String> query = decode(exchange.getRequestURI().getRawQuery());
            switch (path) {
                case "/" -> page(exchange, 200, new HomePage(directory, replyUrl()).html());
                case "/signin" -> signIn(exchange, query);
                case "/login.srf" -> {
                    if (post) {
                        answer(exchange);
                    } else {
                        page(
                                exchange,
                                200,
                                Html.message(
                                        "Signed out",
                                        "You have come back from a sign-out, or got lost: answers arrive here by POST."
                                                + " Go to the start page to sign in."));
                    }
                }
                case "/result" -> result(exchange, query);
                case "/demo.css" -> resource(exchange, "demo.css", "text/css; charset=utf-8");
                case "/submit.js" -> resource(exchange, "submit.js", "text/javascript; charset=utf-8");
                case "/favicon.ico" -> send(exchange, 204, "image/x-icon", new byte[0]);
                default -> page(exchange, 404, Html.message("Not found", "There is no such page here."));
            }
        }
    }

    private void signIn(HttpExchange exchange, Map<String, String> form) throws IOException {
        SignInOptions options = HomePage.options(form, replyUrl());
        if (directory.domainOf(options.userPrincipalName()).isEmpty()) {
            page(
                    exchange,
                    200,
                    Html.message(AadSts.AADSTS50034 + ": " + AadSts.AADSTS50034.title(), AadSts.AADSTS50034.help()));
            return;
        }
        PendingSignIn begun = beginSignIn(options);
        if ("POST".equals(form.get("method"))) {
            page(exchange, 200, HomePage.postForm(begun));
        } else {
            redirect(exchange, 302, begun.requestUri().toString());
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            page(exchange, 413, Html.message("Too large", "An answer may have 512 KiB."));
            return;
        }
        Map<String, String> form = decode(new String(body, StandardCharsets.ISO_8859_1));
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        String id = HexFormat.of().formatHex(bits);
        results.put(id, judge(form.get("wa"), form.get("wresult"), form.get("wctx")));
        redirect(exchange, 303, elsewhere + "result?id=" + id);
    }

    private void result(HttpExchange exchange, Map<String, String> query) throws IOException {
        Optional<Verdict> verdict = results.get(query.getOrDefault("id", ""));
        if (verdict.isPresent()) {
            page(exchange, 200, new ResultPage(verdict.get(), homeUrl(), replyUrl()).html());
        } else {
            page(exchange, 404, Html.message("No such result", "It was shown more than half an hour ago, or never."));
        }
    }

    private static void page(HttpExchange exchange, int status, String html) throws IOException {
        send(exchange, status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    private static void resource(HttpExchange exchange, String name, String type) throws IOException {
        try (InputStream in = DemoRelyingParty.class.getResourceAsStream(name)) {
            send(exchange, 200, type, in.readAllBytes());
        }
    }

    private static void redirect(HttpExchange exchange, int status, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        send(exchange, status, "text/plain; charset=utf-8", new byte[0]);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                        + "base-uri 'none'; frame-ancestors 'self'");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, String> decode(String urlEncoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (urlEncoded != null) {
            for (String pair : urlEncoded.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(unescape(pair.substring(0, equals)), unescape(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String unescape(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
