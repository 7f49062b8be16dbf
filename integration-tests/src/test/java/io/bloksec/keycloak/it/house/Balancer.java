package io.bloksec.keycloak.it.house;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * Exists to stand before several servers under one address: the first line of a connection says to which of them it goes, or that of each
 * request does.
 */
public final class Balancer implements AutoCloseable {

    private static final Set<String> HOP_BY_HOP = Set.of("connection", "upgrade", "http2-settings", "keep-alive");
    private static final int LONGEST_LINE = 16 * 1024;

    private final ServerSocket socket;
    private final ToIntFunction<String> choice;
    private final boolean eachRequest;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Balancer(ServerSocket socket, ToIntFunction<String> choice, boolean eachRequest) {
        this.socket = socket;
        this.choice = choice;
        this.eachRequest = eachRequest;
        daemon(this::accept);
    }

    /** @param choice from the request line, for example {@code GET /realms/x HTTP/1.1}, to a port of 127.0.0.1 */
    public static Balancer start(ToIntFunction<String> choice) {
        return start(choice, false);
    }

    /** As a proxy without stickiness: connections are not kept, so that the choice is made for each request. */
    public static Balancer startForEachRequest(ToIntFunction<String> choice) {
        return start(choice, true);
    }

    private static Balancer start(ToIntFunction<String> choice, boolean eachRequest) {
        try {
            return new Balancer(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), choice, eachRequest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://localhost:" + socket.getLocalPort());
    }

    @Override
    public void close() {
        quietly(socket);
        open.forEach(Balancer::quietly);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client) {
            byte[] line = line(client.getInputStream());
            if (line.length == 0) {
                return;
            }
            int port = choice.applyAsInt(new String(line, StandardCharsets.ISO_8859_1));
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                open.add(server);
                server.getOutputStream().write(line);
                if (eachRequest) {
                    server.getOutputStream().write(headersOfOneRequest(client.getInputStream()));
                }
                daemon(() -> pump(client, server));
                pump(server, client);
                open.remove(server);
            }
        } catch (IOException e) {
            // One of the two is gone, and with it the other.
        } finally {
            open.remove(client);
        }
    }

    /** What it says of the connection is between it and us (RFC 9110 section 7.6.1). */
    private static byte[] headersOfOneRequest(InputStream in) throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.write("Connection: close\r\n".getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] line = line(in); line.length > 0; line = line(in)) {
            String name = new String(line, StandardCharsets.ISO_8859_1).split(":")[0].toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name)) {
                headers.write(line);
            }
            if (name.isBlank()) {
                break;
            }
        }
        return headers.toByteArray();
    }

    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while (line.size() < LONGEST_LINE && (next = in.read()) >= 0) {
            line.write(next);
            if (next == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // See below.
        } finally {
            quietly(from);
            quietly(to);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "balancer");
        thread.setDaemon(true);
        thread.start();
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It was closed already.
        }
    }
}
