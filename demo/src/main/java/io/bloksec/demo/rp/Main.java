package io.bloksec.demo.rp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The command line that {@code ./start} uses; see {@code demo/README.md}. */
public final class Main {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        int port = 8081;
        Domain.MfaBehavior mfa = Domain.MfaBehavior.acceptIfMfaDoneByFederatedIdp;
        Map<String, URI> federate = new LinkedHashMap<>();
        Map<String, String> users = new LinkedHashMap<>();
        try {
            for (int i = 0; i < arguments.length; i += 2) {
                String value = arguments[i + 1];
                switch (arguments[i]) {
                    case "--port" -> port = Integer.parseInt(value);
                    case "--mfa" -> mfa = Domain.MfaBehavior.valueOf(value);
                    case "--federate" -> federate.put(before(value), URI.create(after(value)));
                    case "--user" -> users.put(before(value), after(value));
                    default -> throw new IllegalArgumentException(arguments[i]);
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            System.err.println(
                    "Usage: [--port N] [--mfa BEHAVIOUR] --federate DOMAIN=METADATA_URL... --user UPN=IMMUTABLEID...");
            System.exit(2);
        }
        List<Domain> domains = new ArrayList<>();
        for (Map.Entry<String, URI> domain : federate.entrySet()) {
            domains.add(Domain.fromMetadata(domain.getKey(), fetch(domain.getValue()), mfa));
        }
        DemoRelyingParty relyingParty = DemoRelyingParty.start(port, new Directory(Directory.ENTRA, domains, users));
        System.out.println("ready on http://localhost:" + relyingParty.port());
    }

    /** Waits for an identity provider that is still starting. */
    private static String fetch(URI metadata) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request =
                HttpRequest.newBuilder(metadata).timeout(Duration.ofSeconds(20)).build();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            String problem;
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return response.body();
                }
                problem = "status " + response.statusCode();
            } catch (IOException e) {
                problem = e.toString();
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("No metadata at " + metadata + ": " + problem);
            }
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    private static String before(String pair) {
        return pair.substring(0, pair.indexOf('='));
    }

    private static String after(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }
}
