package io.bloksec.keycloak.blokkey.push.webpush;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Which IP addresses are on the open Internet, by IANA's registries of special-purpose addresses (RFC 6890). */
final class PublicAddresses {

    private static final List<Block> SPECIAL_4 = Block.list(
            "0.0.0.0/8", // this network
            "10.0.0.0/8",
            "100.64.0.0/10", // shared by customers of a provider (RFC 6598)
            "127.0.0.0/8",
            "169.254.0.0/16", // link-local, and where clouds keep their metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final Block GLOBAL_6 = Block.of("2000::/3");

    private static final List<Block> SPECIAL_6 = Block.list(
            "2001::/23", // Teredo and other protocols' own
            "2001:db8::/32",
            "2002::/16", // 6to4: any IPv4 address hides in it
            "3fff::/20");

    /** Networks without IPv4 reach IPv4 servers by it (RFC 6052). */
    private static final Block TRANSLATED = Block.of("64:ff9b::/96");

    private PublicAddresses() {}

    /** IPv4-mapped addresses are IPv4 to the JDK already. */
    static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return SPECIAL_4.stream().noneMatch(block -> block.contains(address));
        }
        if (TRANSLATED.contains(address)) {
            byte[] bytes = address.getAddress();
            return isPublic(address(Arrays.copyOfRange(bytes, 12, 16)));
        }
        return GLOBAL_6.contains(address) && SPECIAL_6.stream().noneMatch(block -> block.contains(address));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Block(byte[] start, int bits) {

        /** @param text an IP address, so that nothing is looked up, and a number of bits */
        static Block of(String text) {
            String[] parts = text.split("/");
            try {
                return new Block(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }

        static List<Block> list(String... texts) {
            return Arrays.stream(texts).map(Block::of).toList();
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != start.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            int rest = bits % Byte.SIZE;
            int mask = 0xff << (Byte.SIZE - rest);
            return Arrays.equals(bytes, 0, whole, start, 0, whole)
                    && (rest == 0 || ((bytes[whole] ^ start[whole]) & mask & 0xff) == 0);
        }
    }
}
