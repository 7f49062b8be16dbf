package io.bloksec.demo.rp;

import io.bloksec.demo.https.CaEndpoint;
import io.bloksec.demo.https.DemoCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The command line that {@code ./start} uses; see {@code demo/README.md}. */
public final class Main {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
        if (options.https().isEmpty()) {
            ready(DemoRelyingParty.start(options.port(), directory(options, http.build())));
            return;
        }
        Options.Https https = options.https().get();
        DemoCertificate certificate = DemoCertificate.kept(https.certificates(), https.name(), Clock.systemUTC());
        CaEndpoint.start(https.caPort(), certificate.ca());
        Directory directory =
                directory(options, http.sslContext(certificate.clientContext()).build());
        ready(DemoRelyingParty.start(options.port(), directory, https.name(), certificate.serverContext()));
    }

    /** {@code ./start} waits for the line. */
    private static void ready(DemoRelyingParty relyingParty) {
        System.out.println("ready on " + relyingParty.homeUrl());
    }

    private static Directory directory(Options options, HttpClient http) throws IOException, InterruptedException {
        List<Domain> domains = new ArrayList<>();
        for (Map.Entry<String, URI> domain : options.federate().entrySet()) {
            domains.add(Domain.fromMetadata(domain.getKey(), fetch(http, domain.getValue()), options.mfa()));
        }
        return new Directory(Directory.ENTRA, domains, options.users());
    }

    /** Waits for an identity provider that is still starting. */
    private static String fetch(HttpClient http, URI metadata) throws IOException, InterruptedException {
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
}
