package io.bloksec.keycloak.it.house;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Exists to be what a {@link WebUser} has in front of him: an answer with its forms, its links and the way that led
 * there.
 */
public final class Page {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final WebUser user;
    private final URI uri;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] bytes;
    private final List<Hop> hops;
    private Document html;

    Page(WebUser user, URI uri, int status, HttpHeaders headers, byte[] bytes, List<Hop> hops) {
        this.user = user;
        this.uri = uri;
        this.status = status;
        this.headers = headers;
        this.bytes = bytes;
        this.hops = List.copyOf(hops);
    }

    public int status() {
        return status;
    }

    public URI uri() {
        return uri;
    }

    public HttpHeaders headers() {
        return headers;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Every request up to this page, the page's own last. */
    public List<Hop> hops() {
        return hops;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public Document html() {
        if (html == null) {
            html = Jsoup.parse(body(), uri.toString());
        }
        return html;
    }

    public String title() {
        return html().title();
    }

    /** What a person reads, white space folded. */
    public String text() {
        return html().text();
    }

    public boolean has(String css) {
        return html().selectFirst(css) != null;
    }

    public Element element(String css) {
        Element element = html().selectFirst(css);
        if (element == null) {
            throw new AssertionError("No " + css + " on " + this + ":\n" + body());
        }
        return element;
    }

    /** The only form; a page with none or several needs {@link #form(String)}. */
    public Form form() {
        int forms = html().select("form").size();
        if (forms != 1) {
            throw new AssertionError(forms + " forms instead of one on " + this + ":\n" + body());
        }
        return form("form");
    }

    public Form form(String css) {
        return new Form(this, element(css));
    }

    public Link link(String css) {
        Element element = element(css);
        return new Link(this, uri.resolve(element.attr("href")));
    }

    /** The parameters in this page's address; of a repeated name the last. */
    public Map<String, String> query() {
        return uri.getRawQuery() == null ? Map.of() : FormEncoding.decode(uri.getRawQuery());
    }

    public boolean isRedirect() {
        return REDIRECTS.contains(status) && headers.firstValue("Location").isPresent();
    }

    /** Where a redirect leads that was not followed. */
    public URI location() {
        return uri.resolve(
                headers.firstValue("Location").orElseThrow(() -> new AssertionError("No redirect: " + this)));
    }

    WebUser user() {
        return user;
    }

    @Override
    public String toString() {
        return status + " " + uri + (title().isEmpty() ? "" : " “" + title() + "”");
    }

    /** Exists to show the way: one request and the status it was answered with. */
    public record Hop(String method, URI uri, int status) {}

    /** Exists to be clicked on. */
    public record Link(Page page, URI uri) {

        public Page follow() {
            return page.user().visit(new WebUser.Visit("GET", uri, null, null, page.uri()));
        }
    }
}
