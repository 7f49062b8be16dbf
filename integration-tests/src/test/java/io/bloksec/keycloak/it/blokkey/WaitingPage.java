package io.bloksec.keycloak.it.blokkey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Exists to do what the page's script does, call by call, so that a test can leave one out or get it wrong. */
final class WaitingPage {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final BlokKeyRealm realm;
    private final WebUser browser;
    Page page;

    WaitingPage(BlokKeyRealm realm, WebUser browser, Page page) {
        this.realm = realm;
        this.browser = browser;
        this.page = page;
    }

    /** The person types a name. */
    WaitingPage name(String name) {
        page = page.form("#blokkey-name-form").set("username", name).submit("blokkey", "name");
        return this;
    }

    WebUser browser() {
        return browser;
    }

    /** The script's first call. */
    JsonNode start(boolean push) {
        return json(send("POST", "start", "{\"push\":" + push + "}", data("page")));
    }

    /** One look, as the script's long poll; the state known already. */
    JsonNode waitFrom(String state) {
        return json(send("GET", "wait", null, data("page"), "state", state));
    }

    /** One of many looks at once, none of which may need a thread of the server. */
    CompletableFuture<String> waitAside(HttpClient client, String state) {
        String cookies = browser.cookies().stream()
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        HttpRequest request = HttpRequest.newBuilder(address("wait", "state", state))
                .header("Cookie", cookies)
                .header("BlokKey-Page", data("page"))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> answer.statusCode() + " " + answer.body());
    }

    String state() {
        return waitFrom("-").get("state").asText();
    }

    void await(String state) {
        Poll.value("state " + state, LIMIT, () -> java.util.Optional.of(state()).filter(state::equals));
    }

    /** The text of the QR code that the page shows now. */
    String qr() {
        return QrReader.read(
                json(send("GET", "qr", null, data("page"))).at("/frames/0").asText());
    }

    Page finish() {
        return page.form("#blokkey-finish").submit();
    }

    /** Any call of the page's, right or wrong. */
    Page send(String method, String route, String body, String secret, String... more) {
        return send(method, address(route, more), body, secret, Map.of());
    }

    private URI address(String route, String... more) {
        StringBuilder query = new StringBuilder(
                "?client=" + data("client") + "&tab=" + data("tab") + "&execution=" + data("execution"));
        for (int i = 0; i < more.length; i += 2) {
            query.append('&').append(more[i]).append('=').append(more[i + 1]);
        }
        return URI.create(realm.realm.url() + "/blokkey/page/" + route + query);
    }

    Page send(String method, URI uri, String body, String secret, Map<String, String> headers) {
        WebUser tab = browser.newTab();
        Map<String, String> all = new LinkedHashMap<>(Map.of("Sec-Fetch-Site", "same-origin", "BlokKey-Page", secret));
        all.putAll(headers);
        all.forEach(tab::header);
        return body == null ? tab.get(uri) : tab.send(method, uri, "application/json", body);
    }

    String data(String name) {
        return page.element("#blokkey").attr("data-" + name);
    }

    /** The code of a refusal. */
    static String problem(Page answer) {
        try {
            return JSON.readTree(answer.body()).path("code").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(answer.body(), e);
        }
    }

    static JsonNode json(Page answer) {
        if (answer.status() != 200) {
            throw new AssertionError(answer + ": " + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
