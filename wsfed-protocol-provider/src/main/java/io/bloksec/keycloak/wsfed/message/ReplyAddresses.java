package io.bloksec.keycloak.wsfed.message;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where tokens of one relying party may be sent. A token is posted only to an address that an administrator wrote down in
 * full: a {@code wreply} must equal a registered address character by character, and a wrong one is never replaced by a
 * default (WS-Federation 1.2, section 13.2.2; MS-MWBF 3.1.5.4 makes the check a MUST).
 *
 * <p>A registered address that ends in {@code *} matches nothing: a prefix is how open redirects happen. It does not make
 * the others unusable.
 */
public final class ReplyAddresses {

    private final List<String> registered;
    private final Optional<String> home;

    private ReplyAddresses(List<String> registered, Optional<String> home) {
        this.registered = registered;
        this.home = home;
    }

    /**
     * @param registered the client's valid redirect URIs; one that starts with {@code /} is taken relative to {@code rootUrl}
     * @param homeUrl the client's Home URL ({@code baseUrl}), may be null
     * @param rootUrl the client's Root URL, may be null
     */
    public static ReplyAddresses of(Set<String> registered, String homeUrl, String rootUrl) {
        List<String> usable = registered.stream()
                .filter(address -> !address.endsWith("*"))
                .flatMap(address -> absolute(address, rootUrl).stream())
                .sorted()
                .toList();
        return new ReplyAddresses(usable, Optional.ofNullable(homeUrl).flatMap(url -> absolute(url, rootUrl)));
    }

    /**
     * The address for an answer.
     *
     * @param wreply as the relying party sent it
     * @return the same address when it is registered; without a {@code wreply} the Home URL, else the only registered
     *     address; empty when there is none, in which case nothing may be sent anywhere
     */
    public Optional<String> choose(Optional<String> wreply) {
        if (wreply.isPresent()) {
            return wreply.filter(registered::contains);
        }
        return home.or(() -> registered.size() == 1 ? Optional.of(registered.get(0)) : Optional.empty());
    }

    /** Whether a token may go to this address: {@link #choose} could have returned it. */
    public boolean contains(String address) {
        return Stream.concat(registered.stream(), home.stream()).anyMatch(address::equals);
    }

    private static Optional<String> absolute(String address, String rootUrl) {
        String full = address.startsWith("/") && rootUrl != null ? withoutTrailingSlash(rootUrl) + address : address;
        return isWebAddress(full) ? Optional.of(full) : Optional.empty();
    }

    private static String withoutTrailingSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static boolean isWebAddress(String address) {
        try {
            URI uri = new URI(address);
            return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
