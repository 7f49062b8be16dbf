package io.bloksec.keycloak.blokkey.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Whether two addresses are of one network, as an office or a home has it: the first 24 bits of IPv4, 64 of IPv6. Only public
 * addresses tell: private ones are those of a balancer, or the same in a million homes.
 */
public final class Network {

    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private Network() {}

    /** False also when it cannot be known. */
    public static boolean isSame(String one, String other) {
        byte[] first = parse(one);
        byte[] second = parse(other);
        if (first == null || second == null || first.length != second.length) {
            return false;
        }
        int bytes = first.length == 4 ? 3 : 8;
        return Arrays.equals(first, 0, bytes, second, 0, bytes);
    }

    private static byte[] parse(String text) {
        // Literals alone: a name would be looked up.
        if (text == null || !LITERAL.matcher(text).matches()) {
            return null;
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            return isPublic(address) ? address.getAddress() : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean carrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !address.isMulticastAddress()
                && !carrier
                && !uniqueLocal;
    }
}
