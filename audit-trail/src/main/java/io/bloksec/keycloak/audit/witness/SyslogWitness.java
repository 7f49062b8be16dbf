package io.bloksec.keycloak.audit.witness;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Sends each checkpoint as a message of syslog (RFC 5424) over TCP, framed by its length (RFC 6587 section 3.4.1). */
public final class SyslogWitness implements Witness {

    /** Facility 13, log audit; severity 5, notice. */
    private static final int PRIORITY = 13 * 8 + 5;

    private static final int PATIENCE = 10_000;

    private final String host;
    private final int port;

    public SyslogWitness(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public String name() {
        return "syslog";
    }

    /** Syslog acknowledges nothing: taken is what went out. */
    @Override
    public void take(String realmId, long sequence, String jws) throws IOException {
        String message = "<" + PRIORITY + ">1 " + Instant.now().truncatedTo(ChronoUnit.MILLIS)
                + " - keycloak - checkpoint - " + jws;
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE);
            OutputStream out = socket.getOutputStream();
            out.write((bytes.length + " ").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
        }
    }
}
