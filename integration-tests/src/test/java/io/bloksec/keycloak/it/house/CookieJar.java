package io.bloksec.keycloak.it.house;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Exists because {@link java.net.CookieManager} refuses what every browser keeps for {@code localhost}: cookies marked
 * {@code Secure} that arrive over plain HTTP. It also knows {@code SameSite}, so a lost cookie is lost here too.
 */
final class CookieJar {

    private final List<Cookie> cookies = new ArrayList<>();

    synchronized void keep(List<String> setCookieHeaders, URI from) {
        for (String header : setCookieHeaders) {
            Cookie.parse(header, from).ifPresent(this::keep);
        }
    }

    /**
     * The {@code Cookie} header for a request, empty where none goes there; the initiator is null for an address typed
     * in.
     */
    synchronized String header(String method, URI to, URI initiator) {
        return current().stream()
                .filter(cookie -> cookie.goesTo(to) && allowedBySameSite(cookie, method, to, initiator))
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
    }

    synchronized List<Cookie> current() {
        cookies.removeIf(Cookie::expired);
        return List.copyOf(cookies);
    }

    synchronized boolean forget(String name) {
        return cookies.removeIf(cookie -> cookie.name().equals(name));
    }

    synchronized void keep(Cookie cookie) {
        cookies.removeIf(cookie::samePlace);
        if (!cookie.expired()) {
            cookies.add(cookie);
        }
    }

    private static boolean allowedBySameSite(Cookie cookie, String method, URI to, URI initiator) {
        if (initiator == null || Site.same(initiator, to) || cookie.sameSite().equalsIgnoreCase("None")) {
            return true;
        }
        return !cookie.sameSite().equalsIgnoreCase("Strict") && method.equals("GET");
    }
}
