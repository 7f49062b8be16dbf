package io.bloksec.keycloak.it.badge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bloksec.keycloak.it.house.FormEncoding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Exists so that a workstation has something to open: a WS-Federation application on another site ({@code 127.0.0.1} beside
 * {@code localhost}), with sessions of its own in a cookie of its own, which it ends when it is visited with {@code wsignoutcleanup1.0}. As
 * careless as applications are: it forbids no caching.
 */
final class WardApp implements AutoCloseable {

    static final String ID = "urn:ward:app";

    /** Its page of a person's letters, which it lets browsers keep. */
    static final String KEPT = "letters";

    private static final Pattern NAME = Pattern.compile("NameIdentifier[^>]*>([^<]+)<");

    private final HttpServer server;
    private final String keycloak;
    private final String id;
    private final String cookie;
    private final Map<String, String> sessions = new ConcurrentHashMap<>();

    /** Whether it comes back from a sign-out; some applications do not. */
    volatile boolean comesBack = true;

    /** @param keycloak the WS-Federation endpoint */
    WardApp(String keycloak) throws IOException {
        this(keycloak, ID, "ward");
    }

    /** One of several. @param cookie as cookies do not know ports */
    WardApp(String keycloak, String id, String cookie) throws IOException {
        this.keycloak = keycloak;
        this.id = id;
        this.cookie = cookie;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Who has a session. */
    java.util.Collection<String> people() {
        return sessions.values();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> query = FormEncoding.decode(
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        if (exchange.getRequestURI().getPath().equals("/favicon.ico")) {
            send(exchange, 404, "");
        } else if ("wsignoutcleanup1.0".equals(query.get("wa"))) {
            cookie(exchange).ifPresent(sessions::remove);
            exchange.getResponseHeaders().set("Set-Cookie", cookie + "=; Max-Age=0; Path=/");
            if (comesBack) {
                redirect(exchange, query.get("wreply"));
            } else {
                send(exchange, 200, "Signed out here.");
            }
        } else if (exchange.getRequestMethod().equals("POST")) {
            Matcher name = NAME.matcher(FormEncoding.decode(body).getOrDefault("wresult", ""));
            String session = UUID.randomUUID().toString();
            sessions.put(session, name.find() ? name.group(1) : "nobody");
            exchange.getResponseHeaders()
                    .set("Set-Cookie", cookie + "=" + session + "; Path=/; HttpOnly; SameSite=Lax");
            redirect(exchange, url());
        } else {
            Optional<String> person = cookie(exchange).map(sessions::get);
            if (person.isPresent()) {
                if (exchange.getRequestURI().getPath().endsWith(KEPT)) {
                    exchange.getResponseHeaders().set("Cache-Control", "private, max-age=3600");
                }
                send(exchange, 200, "<h1 id=\"who\">" + person.get() + "</h1><p>Patients of " + person.get() + "</p>");
            } else {
                redirect(
                        exchange, keycloak + "?wa=wsignin1.0&wtrealm=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
            }
        }
    }

    private Optional<String> cookie(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Cookie"))
                .map(Pattern.compile("\\b" + cookie + "=([^;]+)")::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] page = ("<!DOCTYPE html><html lang=\"en\"><title>Ward</title><main>" + text + "</main></html>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(status, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
