package io.bloksec.keycloak.wsfed.token;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes {@code AssertionID}s: an underscore, because an {@code xs:ID} may not start with a digit, and 128 random bits in hex
 * (SAML 1.1 Core, section 1.2.3).
 */
public final class AssertionIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private AssertionIds() {}

    public static String next() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return "_" + HexFormat.of().formatHex(bits);
    }
}
