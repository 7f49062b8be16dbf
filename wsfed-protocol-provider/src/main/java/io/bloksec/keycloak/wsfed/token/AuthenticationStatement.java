package io.bloksec.keycloak.wsfed.token;

import java.time.Instant;

/**
 * How and when the person really authenticated (SAML 1.1 Core, section 2.4.3).
 *
 * @param authenticationMethod URI of section 7.1
 * @param authenticationInstant when this session's last authentication took place, not when the token was made: Entra ID's
 *     sign-in frequency counts from it
 */
public record AuthenticationStatement(String authenticationMethod, Instant authenticationInstant) {

    public static final String PASSWORD = "urn:oasis:names:tc:SAML:1.0:am:password";
    public static final String HARDWARE_TOKEN = "urn:oasis:names:tc:SAML:1.0:am:HardwareToken";
    public static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:1.0:am:unspecified";
}
