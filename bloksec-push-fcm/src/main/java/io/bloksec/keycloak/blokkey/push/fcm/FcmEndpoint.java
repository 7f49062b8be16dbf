package io.bloksec.keycloak.blokkey.push.fcm;

import java.net.URI;
import java.util.Set;

/**
 * Where messages really go: Google's address, or another in its place, of a proxy or of a test. Only {@code https}, or {@code http} to
 * this machine by its number: what goes there carries a bearer token.
 *
 * @param origin scheme, host and port
 * @param plain whether {@code http} to this machine is let through, for the token's address too
 */
record FcmEndpoint(URI origin, boolean plain) {

    static final String HOST = "fcm.googleapis.com";

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    /**
     * @param option null or empty: Google's
     * @throws IllegalArgumentException for anything but an origin that may be used; the message says so
     */
    static FcmEndpoint of(String option) {
        if (option == null || option.isBlank()) {
            return new FcmEndpoint(URI.create("https://" + HOST), false);
        }
        URI uri = parse(option.strip());
        boolean bare = uri.getHost() != null
                && uri.getRawUserInfo() == null
                && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!bare || !(uri.getScheme().equals("https") || isPlain(uri))) {
            throw new IllegalArgumentException(
                    "The option endpoint must be like https://proxy.example.com; http only to 127.0.0.1 or [::1]");
        }
        return new FcmEndpoint(uri, isPlain(uri));
    }

    /** Where a request of the SDK's goes instead. */
    URI place(URI wanted) {
        return URI.create(origin + wanted.getRawPath());
    }

    /** Whether access tokens may be asked for there. */
    boolean admits(URI tokens) {
        return tokens.getHost() != null
                && tokens.getRawUserInfo() == null
                && ("https".equals(tokens.getScheme()) || (plain && isPlain(tokens)));
    }

    private static boolean isPlain(URI uri) {
        return "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
    }

    private static URI parse(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getScheme() == null ? URI.create("none:") : uri;
        } catch (IllegalArgumentException e) {
            return URI.create("none:/");
        }
    }
}
