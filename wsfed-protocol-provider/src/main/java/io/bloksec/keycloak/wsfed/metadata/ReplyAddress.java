package io.bloksec.keycloak.wsfed.metadata;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** What an address must be before it is proposed for tokens. An administrator may still write down another one by hand. */
public final class ReplyAddress {

    /** Characters; Keycloak's table of redirect URIs holds no more. */
    private static final int MAX_LENGTH = 255;

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private ReplyAddress() {}

    /** Whether it is an address in full: https, or http on this machine, without user information, fragment or wildcard. */
    public static boolean isUsable(String address) {
        if (address.length() > MAX_LENGTH || address.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '*')) {
            return false;
        }
        try {
            URI uri = new URI(address);
            return uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && ("https".equals(uri.getScheme())
                            || "http".equals(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
