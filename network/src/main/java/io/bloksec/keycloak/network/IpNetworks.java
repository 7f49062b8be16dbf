package io.bloksec.keycloak.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Networks in CIDR notation, IPv4 and IPv6, for example {@code 10.0.0.0/8} or {@code 2001:db8::/32}; no name is ever looked up. */
public final class IpNetworks {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final List<Network> networks;

    private IpNetworks(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * @throws IllegalArgumentException naming the one that is not a network
     */
    public static IpNetworks of(Collection<String> cidrs) {
        return new IpNetworks(cidrs.stream().map(Network::parse).toList());
    }

    /** False for whatever is not an address. */
    public boolean contain(String address) {
        // A scope such as fe80::1%eth0 says nothing about the network.
        int scope = address.indexOf('%');
        try {
            byte[] bytes = bytes(scope < 0 ? address : address.substring(0, scope));
            return networks.stream().anyMatch(network -> network.contains(bytes));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] bytes(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("Not an IP address: " + address);
        }
        try {
            // For a literal the name service is not asked. IPv4 in IPv6 comes out as IPv4.
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Not an IP address: " + address, e);
        }
    }

    private record Network(byte[] address, int prefix) {

        static Network parse(String cidr) {
            String text = cidr.strip();
            int slash = text.indexOf('/');
            byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
            String bits = slash < 0 ? String.valueOf(address.length * 8) : text.substring(slash + 1);
            int prefix = bits.matches("\\d{1,3}") ? Integer.parseInt(bits) : -1;
            if (prefix < 0 || prefix > address.length * 8) {
                throw new IllegalArgumentException("Not a network: " + cidr);
            }
            return new Network(address, prefix);
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit += 8) {
                int mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit));
                if (((address[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
