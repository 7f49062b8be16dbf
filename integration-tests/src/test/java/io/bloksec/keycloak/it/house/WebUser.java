package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * Exists to be a person with a browser that runs no script: fast, and every hop can be looked at.
 *
 * <p>Redirects are followed and remembered. Cookies are kept and sent as Chromium does, {@code SameSite} included: a
 * form or link on a page of another site does not carry {@code Lax} cookies with a POST, nor {@code Strict} ones at
 * all. To press the back button, use the older {@link Page} again.
 */
public final class WebUser {

    private static final int MOST_HOPS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = client().build();

    private final HttpClient http;
    private final CookieJar jar;
    private final Map<String, String> headers;
    private Predicate<URI> stop = uri -> false;

    public WebUser() {
        this(HTTP, new CookieJar(), new LinkedHashMap<>());
    }

    private WebUser(HttpClient http, CookieJar jar, Map<String, String> headers) {
        this.http = http;
        this.jar = jar;
        this.headers = headers;
    }

    /** A browser that trusts by https whom the context trusts, and nobody else. */
    public static WebUser trusting(SSLContext context) {
        return new WebUser(client().sslContext(context).build(), new CookieJar(), new LinkedHashMap<>());
    }

    /** The same browser: another tab sees the same cookies and sends the same headers. */
    public WebUser newTab() {
        return new WebUser(http, jar, new LinkedHashMap<>(headers));
    }

    /** A header for every request from now on, for example {@code Accept-Language}. */
    public WebUser header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Redirects to such an address are not followed; the page then is the redirect, see {@link Page#location()}. */
    public WebUser stopBefore(Predicate<URI> address) {
        stop = address;
        return this;
    }

    /** Types an address in. */
    public Page get(URI uri) {
        return visit(new Visit("GET", uri, null, null, null));
    }

    /** Posts a form as if from a page of the same site. */
    public Page post(URI uri, Map<String, String> fields) {
        return post(uri, fields, uri);
    }

    /** Posts a form that stands on the page {@code from}, which decides about {@code SameSite} cookies. */
    public Page post(URI uri, Map<String, String> fields, URI from) {
        byte[] body = FormEncoding.encode(fields).getBytes(StandardCharsets.US_ASCII);
        return visit(new Visit("POST", uri, FormEncoding.TYPE, body, from));
    }

    /** Any request with this browser's cookies, for example what a page's script would send. */
    public Page send(String method, URI uri, String contentType, String body) {
        return visit(new Visit(method, uri, contentType, body.getBytes(StandardCharsets.UTF_8), uri));
    }

    public List<Cookie> cookies() {
        return jar.current();
    }

    public boolean hasCookie(String name) {
        return cookies().stream().anyMatch(cookie -> cookie.name().equals(name));
    }

    /** Removes it from every path; says whether there was one. */
    public boolean forgetCookie(String name) {
        return jar.forget(name);
    }

    /** Puts a cookie in by hand, for whoever plays an attacker or copies one from another browser. */
    public WebUser keepCookie(Cookie cookie) {
        jar.keep(cookie);
        return this;
    }

    Page visit(Visit first) {
        List<Page.Hop> hops = new ArrayList<>();
        Visit visit = first;
        while (true) {
            HttpResponse<byte[]> answer = exchange(visit);
            jar.keep(answer.headers().allValues("Set-Cookie"), visit.uri());
            hops.add(new Page.Hop(visit.method(), visit.uri(), answer.statusCode()));
            Page page = new Page(this, visit.uri(), answer.statusCode(), answer.headers(), answer.body(), hops);
            if (!page.isRedirect() || stop.test(page.location())) {
                return page;
            }
            if (hops.size() > MOST_HOPS) {
                throw new IllegalStateException("More than " + MOST_HOPS + " redirects: " + hops);
            }
            visit = visit.redirected(answer.statusCode(), page.location());
        }
    }

    private HttpResponse<byte[]> exchange(Visit visit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(visit.withoutFragment())
                .timeout(LIMIT)
                .setHeader("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .setHeader("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) TestHouse/1.0");
        headers.forEach(request::setHeader);
        String cookies = jar.header(visit.method(), visit.uri(), visit.initiator());
        if (!cookies.isEmpty()) {
            request.setHeader("Cookie", cookies);
        }
        if (visit.body() == null) {
            request.method(visit.method(), BodyPublishers.noBody());
        } else {
            request.setHeader("Content-Type", visit.contentType());
            request.method(visit.method(), BodyPublishers.ofByteArray(visit.body()));
        }
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(visit.method() + " " + visit.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted: " + visit.uri(), e);
        }
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(LIMIT);
    }

    /** One request; the initiator is the address of the page that caused it, null when a person typed it in. */
    record Visit(String method, URI uri, String contentType, byte[] body, URI initiator) {

        Visit redirected(int status, URI to) {
            boolean keepsMethod = status == 307 || status == 308 || !method.equals("POST");
            return keepsMethod
                    ? new Visit(method, to, contentType, body, initiator)
                    : new Visit("GET", to, null, null, initiator);
        }

        URI withoutFragment() {
            String text = uri.toString();
            int hash = text.indexOf('#');
            return hash < 0 ? uri : URI.create(text.substring(0, hash));
        }
    }
}
