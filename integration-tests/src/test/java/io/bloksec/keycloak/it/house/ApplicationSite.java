package io.bloksec.keycloak.it.house;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Exists as a WS-Federation application on another site, with sessions of its own in a cookie of its own, which it ends when it is visited with
 * {@code wsignoutcleanup1.0}. As careless as applications are: it forbids no caching.
 */
public final class ApplicationSite implements AutoCloseable {

    /** Its cookie is kept from frames in other sites. */
    public static final String LAX = "SameSite=Lax";

    /** Its cookie goes wherever the browser lets it go. */
    public static final String NONE = "SameSite=None; Secure";

    /** Its page of a person's letters, which it lets browsers keep. */
    public static final String KEPT = "letters";

    private static final Pattern NAME = Pattern.compile("NameIdentifier[^>]*>([^<]+)<");

    private final HttpServer server;
    private final String keycloak;
    private final String id;
    private final String host;
    private final String cookie;
    private final String sameSite;
    private final Map<String, String> sessions = new ConcurrentHashMap<>();

    /** Whether it comes back from a sign-out; some applications do not. */
    public volatile boolean comesBack = true;

    /** Whether it answers no sign-out at all. */
    public volatile boolean silent;

    /**
     * @param keycloak the WS-Federation endpoint
     * @param id its {@code wtrealm}
     * @param host {@code 127.0.0.1}, or a name below {@code localhost}: each is a site
     * @param cookie name, as cookies do not know ports
     */
    public ApplicationSite(String keycloak, String id, String host, String cookie, String sameSite) throws IOException {
        this.keycloak = keycloak;
        this.id = id;
        this.host = host;
        this.cookie = cookie;
        this.sameSite = sameSite;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String id() {
        return id;
    }

    public String url() {
        return "http://" + host + ":" + server.getAddress().getPort() + "/";
    }

    /** Who has a session. */
    public Collection<String> people() {
        return sessions.values();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> query = FormEncoding.decode(
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        if (exchange.getRequestURI().getPath().equals("/favicon.ico")) {
            send(exchange, 404, "");
        } else if ("wsignoutcleanup1.0".equals(query.get("wa")) && silent) {
            // The browser waits.
            return;
        } else if ("wsignoutcleanup1.0".equals(query.get("wa"))) {
            cookie(exchange).ifPresent(sessions::remove);
            exchange.getResponseHeaders().set("Set-Cookie", cookie + "=; Max-Age=0; Path=/; " + sameSite);
            if (comesBack && query.containsKey("wreply")) {
                redirect(exchange, query.get("wreply"));
            } else {
                send(exchange, 200, "Signed out here.");
            }
        } else if (exchange.getRequestMethod().equals("POST")) {
            Matcher name = NAME.matcher(FormEncoding.decode(body).getOrDefault("wresult", ""));
            String session = UUID.randomUUID().toString();
            sessions.put(session, name.find() ? name.group(1) : "nobody");
            exchange.getResponseHeaders().set("Set-Cookie", cookie + "=" + session + "; Path=/; HttpOnly; " + sameSite);
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
