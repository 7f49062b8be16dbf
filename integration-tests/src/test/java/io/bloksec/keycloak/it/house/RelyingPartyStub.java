package io.bloksec.keycloak.it.house;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Exists so that a sign-in has somewhere to end: it takes any request, remembers it and shows a short page.
 *
 * <p>It lives on {@code 127.0.0.1}, because all ports of {@code localhost} would be one site with Keycloak.
 */
public final class RelyingPartyStub implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    public RelyingPartyStub() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot listen on 127.0.0.1", e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Oldest first. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        URI uri = exchange.getRequestURI();
        // A browser asks for this by itself; it is nothing a test waits for.
        boolean icon = uri.getPath().equals("/favicon.ico");
        if (!icon) {
            String method = exchange.getRequestMethod();
            String form = method.equals("POST") ? body : uri.getRawQuery() == null ? "" : uri.getRawQuery();
            received.add(new Received(method, uri.getPath(), FormEncoding.decode(form)));
        }
        byte[] page = "<!DOCTYPE html><html lang=\"en\"><title>Arrived</title><main><h1>Arrived</h1></main></html>"
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", icon ? "image/x-icon" : "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, icon ? -1 : page.length);
        if (!icon) {
            exchange.getResponseBody().write(page);
        }
        exchange.close();
    }

    /** Exists to show what arrived: the parameters of the form, or of the query for a GET. */
    public record Received(String method, String path, Map<String, String> parameters) {}
}
