package io.bloksec.demo.https;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Gives the CA's certificate, and nothing else, by plain HTTP: a phone cannot get it by the https that it does not trust yet.
 * Whoever sits between could change it, which is why people are told to compare the fingerprint.
 */
public final class CaEndpoint implements AutoCloseable {

    /** The one path there is. Android knows by the ending what to do with it. */
    public static final String PATH = "/demo-ca.crt";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private CaEndpoint(HttpServer server) {
        this.server = server;
    }

    /**
     * Listens on all interfaces.
     *
     * @param port 0 for a free one
     */
    public static CaEndpoint start(int port, X509Certificate ca) throws IOException, CertificateEncodingException {
        byte[] file = ca.getEncoded();
        CaEndpoint endpoint = new CaEndpoint(HttpServer.create(new InetSocketAddress(port), 0));
        endpoint.server.setExecutor(endpoint.threads);
        endpoint.server.createContext("/", exchange -> answer(exchange, file));
        endpoint.server.start();
        return endpoint;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, byte[] file) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            if (!PATH.equals(exchange.getRequestURI().getRawPath())) {
                exchange.sendResponseHeaders(404, -1);
            } else if (method.equals("GET") || method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Type", "application/x-x509-ca-cert");
                exchange.sendResponseHeaders(200, method.equals("HEAD") ? -1 : file.length);
                if (method.equals("GET")) {
                    exchange.getResponseBody().write(file);
                }
            } else {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
            }
        }
    }
}
