package io.bloksec.keycloak.it.house;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Exists to receive what Keycloak sends by e-mail: just enough SMTP and MIME for its two-part messages. */
public final class Mailbox implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ServerSocket socket;
    private final List<String> received = new CopyOnWriteArrayList<>();

    public Mailbox() throws IOException {
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread listener = new Thread(this::listen, "mailbox");
        listener.setDaemon(true);
        listener.start();
    }

    /** For a realm's {@code smtpServer}. */
    public Map<String, String> settings() {
        return Map.of(
                "host", "127.0.0.1", "port", Integer.toString(socket.getLocalPort()), "from", "no-reply@corp.example");
    }

    /** The part of that type in the newest message of this mailbox, which is emptied. */
    public String take(String contentType) {
        String part = await(contentType);
        received.clear();
        return part;
    }

    public void empty() {
        received.clear();
    }

    /** Messages since it was emptied. */
    public int count() {
        return received.size();
    }

    /** The same, and it stays. */
    public String await(String contentType) {
        String message = Poll.value(
                "an e-mail",
                LIMIT,
                () -> received.isEmpty() ? Optional.empty() : Optional.of(received.get(received.size() - 1)));
        String boundary = message.split("boundary=\"", 2)[1].split("\"", 2)[0];
        return Arrays.stream(message.split("--" + boundary))
                .filter(part -> part.toLowerCase(Locale.ROOT).contains("content-type: " + contentType))
                .findFirst()
                .map(Mailbox::decoded)
                .orElseThrow(() -> new AssertionError("No " + contentType + " in " + message));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                converse(client);
            } catch (IOException e) {
                // Closed, or a client that hung up: the test that waits for the message says so.
            }
        }
    }

    private void converse(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream();
        reply(out, "220 mailbox");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            switch (line.toUpperCase(Locale.ROOT).split("[ :]")[0]) {
                case "DATA" -> {
                    reply(out, "354 go on");
                    received.add(message(in));
                    reply(out, "250 received");
                }
                case "QUIT" -> {
                    reply(out, "221 bye");
                    return;
                }
                default -> reply(out, "250 fine");
            }
        }
    }

    private static String message(BufferedReader in) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            message.append(line.startsWith("..") ? line.substring(1) : line).append("\r\n");
        }
        return message.toString();
    }

    private static void reply(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String decoded(String part) {
        String[] headAndBody = part.strip().split("\r\n\r\n", 2);
        String head = headAndBody[0].toLowerCase(Locale.ROOT);
        if (head.contains("encoding: base64")) {
            return new String(Base64.getMimeDecoder().decode(headAndBody[1]), StandardCharsets.UTF_8);
        }
        return head.contains("encoding: quoted-printable") ? quotedPrintable(headAndBody[1]) : headAndBody[1];
    }

    private static String quotedPrintable(String text) {
        String lines = text.replace("=\r\n", "");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < lines.length(); i++) {
            if (lines.charAt(i) == '=') {
                bytes.write(Integer.parseInt(lines.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(lines.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
