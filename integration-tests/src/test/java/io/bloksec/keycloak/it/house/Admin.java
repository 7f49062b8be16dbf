package io.bloksec.keycloak.it.house;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Exists so that a test can administer Keycloak without a client library whose dependencies it would have to share.
 *
 * <p>Paths are relative to {@code /admin/}, for example {@code realms/acme/users?username=anna}. Bodies may be anything
 * that Jackson writes: a tree, a map, a record.
 */
public final class Admin {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final URI server;
    private final String realm;
    private final String clientId;
    private final String user;
    private final String password;

    private String token;
    private Instant tokenUsableUntil = Instant.MIN;

    /** Signs in by password grant; with a realm's own {@code admin-cli} this is an administrator of that realm only. */
    public Admin(URI server, String realm, String clientId, String user, String password) {
        this.server = server;
        this.realm = realm;
        this.clientId = clientId;
        this.user = user;
        this.password = password;
    }

    public JsonNode get(String path) {
        return json(demand("GET", path, null));
    }

    /** Returns the answer's JSON, a missing node where there is none. */
    public JsonNode post(String path, Object body) {
        return json(demand("POST", path, body));
    }

    /** Posts and returns the id at the end of the answer's {@code Location}. */
    public String create(String path, Object body) {
        String location = demand("POST", path, body)
                .headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException("POST " + path + " names no Location"));
        return location.substring(location.lastIndexOf('/') + 1);
    }

    public JsonNode put(String path, Object body) {
        return json(demand("PUT", path, body));
    }

    public void delete(String path) {
        demand("DELETE", path, null);
    }

    /** Any answer, refused or not; for tests of our own administration paths. */
    public HttpResponse<String> send(String method, String path, Object body) {
        return body == null
                ? exchange(request(path).method(method, BodyPublishers.noBody()).build())
                : sendText(method, path, "application/json", write(body));
    }

    /** The same with a body that is not JSON. */
    public HttpResponse<String> sendText(String method, String path, String contentType, String body) {
        return exchange(request(path)
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    /** Any answer, when it may be a file. */
    public HttpResponse<byte[]> bytes(String method, String path, Object body) {
        HttpRequest.Builder request = request(path);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return exchange(
                request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(write(body)))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + "/admin/" + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token())
                .header("Accept", "application/json, */*;q=0.5");
    }

    private HttpResponse<String> demand(String method, String path, Object body) {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new AdminException(method + " " + path, answer.statusCode(), answer.body());
        }
        return answer;
    }

    private synchronized String token() {
        if (Instant.now().isBefore(tokenUsableUntil)) {
            return token;
        }
        String form = "grant_type=password&client_id=" + encode(clientId) + "&username=" + encode(user) + "&password="
                + encode(password);
        URI at = URI.create(server + "/realms/" + realm + "/protocol/openid-connect/token");
        HttpResponse<String> answer = exchange(HttpRequest.newBuilder(at)
                .timeout(LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
        if (answer.statusCode() != 200) {
            throw new AdminException("Token for " + user + " in " + realm, answer.statusCode(), answer.body());
        }
        JsonNode json = json(answer);
        token = json.get("access_token").asText();
        // Well before the end, so that no request is on its way with a dead token.
        tokenUsableUntil = Instant.now().plusSeconds(json.get("expires_in").asLong() / 2);
        return token;
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        return exchange(request, BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted: " + request.uri(), e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(answer.uri() + " did not answer with JSON: " + answer.body(), e);
        }
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + body, e);
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Exists so that a refused administration call says what was asked and what the server answered. */
    public static final class AdminException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        AdminException(String call, int status, String body) {
            super(call + " was answered with " + status + ": " + body);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
