package io.bloksec.keycloak.it.house;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Exists so that a test can ask about a cookie what a browser knows of it; {@code expires} is null for one of the
 * session.
 */
public record Cookie(
        String name,
        String value,
        String host,
        boolean hostOnly,
        String path,
        boolean secure,
        boolean httpOnly,
        String sameSite,
        Instant expires) {

    /** Reads one {@code Set-Cookie} header; empty where the answering host may not set it. */
    static Optional<Cookie> parse(String header, URI from) {
        String[] parts = header.split(";");
        int equals = parts[0].indexOf('=');
        if (equals < 1) {
            return Optional.empty();
        }
        String host = from.getHost().toLowerCase(Locale.ROOT);
        boolean hostOnly = true;
        String path = defaultPath(from);
        boolean secure = false;
        boolean httpOnly = false;
        String sameSite = "Lax";
        Instant expires = null;
        Instant endOfAge = null;
        for (int i = 1; i < parts.length; i++) {
            String[] attribute = parts[i].trim().split("=", 2);
            String given = attribute.length == 2 ? attribute[1].trim() : "";
            switch (attribute[0].trim().toLowerCase(Locale.ROOT)) {
                case "domain" -> {
                    String domain = given.startsWith(".") ? given.substring(1) : given;
                    if (!domain.isEmpty()) {
                        if (!matches(host, domain.toLowerCase(Locale.ROOT))) {
                            return Optional.empty();
                        }
                        host = domain.toLowerCase(Locale.ROOT);
                        hostOnly = false;
                    }
                }
                case "path" -> path = given.startsWith("/") ? given : path;
                case "secure" -> secure = true;
                case "httponly" -> httpOnly = true;
                case "samesite" -> sameSite = given;
                case "max-age" -> endOfAge = Instant.now().plusSeconds(Long.parseLong(given));
                case "expires" -> expires = date(given);
                default -> {
                    // Browsers ignore what they do not know.
                }
            }
        }
        String name = parts[0].substring(0, equals).trim();
        String value = parts[0].substring(equals + 1).trim();
        Instant end = endOfAge != null ? endOfAge : expires;
        return Optional.of(new Cookie(name, value, host, hostOnly, path, secure, httpOnly, sameSite, end));
    }

    boolean expired() {
        return expires != null && !expires.isAfter(Instant.now());
    }

    boolean samePlace(Cookie other) {
        return name.equals(other.name) && host.equals(other.host) && path.equals(other.path);
    }

    /** Whether a browser sends it there, leaving {@code SameSite} aside. */
    boolean goesTo(URI uri) {
        String target = uri.getHost().toLowerCase(Locale.ROOT);
        return (hostOnly ? target.equals(host) : matches(target, host))
                && pathMatches(uri.getPath())
                && (!secure || Site.isTrustworthy(uri));
    }

    private boolean pathMatches(String requested) {
        String at = requested == null || requested.isEmpty() ? "/" : requested;
        return at.equals(path) || at.startsWith(path) && (path.endsWith("/") || at.charAt(path.length()) == '/');
    }

    private static boolean matches(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private static String defaultPath(URI from) {
        String path = from.getPath();
        int last = path == null ? -1 : path.lastIndexOf('/');
        return last < 1 ? "/" : path.substring(0, last);
    }

    private static Instant date(String given) {
        try {
            return ZonedDateTime.parse(given.replace('-', ' '), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Not a cookie's date: " + given, e);
        }
    }
}
