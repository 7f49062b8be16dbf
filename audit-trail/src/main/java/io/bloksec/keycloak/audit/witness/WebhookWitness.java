package io.bloksec.keycloak.audit.witness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts each checkpoint as {@code application/jose} (RFC 7515 section 9.2.1); taken is what is answered with a status of 2xx. */
public final class WebhookWitness implements Witness {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @throws IllegalArgumentException when it is no http or https address */
    public WebhookWitness(URI address) {
        if (!"https".equals(address.getScheme()) && !"http".equals(address.getScheme())) {
            throw new IllegalArgumentException("The witness' address must begin with https:// or http://");
        }
        this.address = address;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void take(String realmId, long sequence, String jws) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/jose")
                .POST(HttpRequest.BodyPublishers.ofString(jws))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw new IOException("The witness answered with " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
