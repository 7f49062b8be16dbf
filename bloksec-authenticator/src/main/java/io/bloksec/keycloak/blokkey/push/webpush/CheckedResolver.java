package io.bloksec.keycloak.blokkey.push.webpush;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.http.conn.DnsResolver;

/**
 * Resolves a host once for a connection and judges what comes back: the connection is made to these addresses and no others, so a
 * name that means something else a moment later wins nothing.
 */
final class CheckedResolver implements DnsResolver {

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final DnsResolver names;
    private final Predicate<InetAddress> allowed;
    private final boolean loopback;

    /** @param loopback whether {@link #isLoopbackName loopback names} resolve, to loopback addresses */
    CheckedResolver(DnsResolver names, Predicate<InetAddress> allowed, boolean loopback) {
        this.names = names;
        this.allowed = allowed;
        this.loopback = loopback;
    }

    static boolean isLoopbackName(String host) {
        return LOOPBACK_NAMES.contains(host);
    }

    /** @throws ForbiddenAddressException when one of the addresses is not allowed, whatever the others are */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        if (addresses.length == 0) {
            throw new UnknownHostException(host);
        }
        Predicate<InetAddress> rule = loopback && isLoopbackName(host) ? InetAddress::isLoopbackAddress : allowed;
        if (!Arrays.stream(addresses).allMatch(rule)) {
            throw new ForbiddenAddressException(host);
        }
        return addresses;
    }

    /** The host's name leads into a network that is none of a push service. */
    static final class ForbiddenAddressException extends UnknownHostException {
        ForbiddenAddressException(String host) {
            super(host);
        }
    }
}
