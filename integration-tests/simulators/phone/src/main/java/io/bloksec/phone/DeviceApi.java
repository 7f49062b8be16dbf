package io.bloksec.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One realm's device API over HTTP: sends what it is told, follows no redirect and keeps no cookie. */
public final class DeviceApi {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final HttpClient HTTP = client().build();

    private final String issuer;
    private final HttpClient http;

    /** @param issuer the realm's address without a slash at the end, as the server publishes it */
    public DeviceApi(String issuer) {
        this(issuer, HTTP);
    }

    /** @param http e.g. with an {@code SSLContext} that trusts a test's certificate */
    public DeviceApi(String issuer, HttpClient http) {
        if (!issuer.matches("https?://[^?#]+[^/?#]")) {
            throw new IllegalArgumentException(
                    "the issuer is the realm's address without a slash at the end, e.g. https://login.example.com/realms/corp: "
                            + issuer);
        }
        this.issuer = issuer;
        this.http = http;
    }

    /** HTTP/1.1: the offer to speak HTTP/2 without TLS disturbs some proxies. */
    static HttpClient.Builder client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
    }

    public String issuer() {
        return issuer;
    }

    /** @return {@code {issuer}/blokkey/path} */
    public String address(String path) {
        return issuer + "/blokkey/" + path;
    }

    /**
     * @param path behind {@code {issuer}/blokkey/}, e.g. {@code requests}
     * @param body its bytes; null for none
     * @param headers all of them; a name may have several values
     * @throws UnexpectedAnswerException no answer
     */
    public Answer send(String method, String path, byte[] body, Map<String, List<String>> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address(path)))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UnexpectedAnswerException("no answer from " + address(path) + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnexpectedAnswerException("interrupted", e);
        }
    }

    /**
     * {@code GET config}.
     *
     * @return the schema {@code Config}
     * @throws UnexpectedAnswerException also if the realm does not speak version 1 or has another issuer
     */
    public ObjectNode config() {
        ObjectNode config = send("GET", "config", null, Map.of()).expect(200).json();
        boolean speaksOurs = false;
        for (var version : config.path("versions")) {
            speaksOurs |= version.isInt() && version.intValue() == 1;
        }
        if (!speaksOurs) {
            throw new UnexpectedAnswerException("the realm does not speak version 1: " + config.path("versions"));
        }
        if (!issuer.equals(config.path("issuer").textValue())) {
            throw new UnexpectedAnswerException("the realm calls itself " + config.path("issuer") + ", not " + issuer);
        }
        return config;
    }
}
