package io.bloksec.keycloak.blokkey.push.webpush;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where pushes may go. A device names its push service itself, so without a list any device could have the server call any
 * address.
 *
 * <p>An endpoint is an absolute {@code https} address in ASCII of at most 1024 characters, without user information and fragment,
 * on port 443, whose host is one of the known push services, one that an administrator has added, or below one of them (whole
 * labels). Browsers write addresses in lower case and with {@code xn--} labels, so nothing is converted and anything else refused.
 * What the host's name resolves to is judged by {@link CheckedResolver} when the connection is made.
 */
public final class EndpointPolicy {

    /** The push services of Chrome and its kin, Firefox, Safari, and Edge on Windows. */
    static final Set<String> KNOWN = Set.of(
            "fcm.googleapis.com",
            "push.services.mozilla.com",
            "updates.push.services.mozilla.com",
            "web.push.apple.com",
            "notify.windows.com");

    private static final int MAX_LENGTH = 1024;
    private static final int HTTPS_PORT = 443;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

    /** At least two labels, the last not a number: no such name is an IP address in any notation. */
    private static final Pattern HOST = Pattern.compile("(?:" + LABEL + "\\.)+(?=[a-z])" + LABEL);

    private static final Pattern PRINTABLE_ASCII = Pattern.compile("[\\x21-\\x7e]{1," + MAX_LENGTH + "}");

    private final Set<String> suffixes = new TreeSet<>(KNOWN);
    private final boolean loopback;
    private final int port;

    /**
     * @param furtherHosts of push services that an administrator trusts
     * @param loopback whether {@code http} to this machine is let through as well: for tests and development alone
     * @throws IllegalArgumentException when {@link #isHost} does not hold for one of them
     */
    public EndpointPolicy(Collection<String> furtherHosts, boolean loopback) {
        this(furtherHosts, loopback, HTTPS_PORT);
    }

    EndpointPolicy(Collection<String> furtherHosts, boolean loopback, int port) {
        for (String host : furtherHosts) {
            String ascii = ascii(host);
            if (!HOST.matcher(ascii).matches()) {
                throw new IllegalArgumentException("not the host name of a push service: " + host);
            }
            suffixes.add(ascii);
        }
        this.loopback = loopback;
        this.port = port;
    }

    /** Whether an administrator can add this: a name of at least two labels, international ones too, no address, no port. */
    public static boolean isHost(String host) {
        return HOST.matcher(ascii(host)).matches();
    }

    /** @throws RefusedEndpointException when no push may go there */
    Endpoint judge(String text) throws RefusedEndpointException {
        if (text == null || !PRINTABLE_ASCII.matcher(text).matches()) {
            throw new RefusedEndpointException("endpoint missing, too long or not ASCII");
        }
        URI uri = parse(text);
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new RefusedEndpointException("endpoint without host, or with user information or fragment");
        }
        // Parsers differ about what an authority is; of this form there is only one reading.
        String authority = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        if (!text.startsWith(uri.getScheme() + "://" + authority) || !authority.equals(uri.getRawAuthority())) {
            throw new RefusedEndpointException("endpoint in an unusual form");
        }
        if (loopback && uri.getScheme().equals("http") && CheckedResolver.isLoopbackName(uri.getHost())) {
            return new Endpoint(uri, "http://" + authority);
        }
        if (!uri.getScheme().equals("https")) {
            throw new RefusedEndpointException("endpoint not https");
        }
        if (uri.getPort() >= 0 && uri.getPort() != port) {
            throw new RefusedEndpointException("endpoint on another port");
        }
        if (!isKnown(uri.getHost())) {
            throw new RefusedEndpointException("endpoint of a host that is not on the list");
        }
        return new Endpoint(uri, "https://" + (uri.getPort() == HTTPS_PORT ? uri.getHost() : authority));
    }

    private boolean isKnown(String host) {
        return HOST.matcher(host).matches()
                && suffixes.stream().anyMatch(suffix -> host.equals(suffix) || host.endsWith("." + suffix));
    }

    private static URI parse(String text) throws RefusedEndpointException {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null) {
                throw new RefusedEndpointException("endpoint without scheme");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new RefusedEndpointException("endpoint not an address");
        }
    }

    private static String ascii(String host) {
        try {
            return IDN.toASCII(host.strip()).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
