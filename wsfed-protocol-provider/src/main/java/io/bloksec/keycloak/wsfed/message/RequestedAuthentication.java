package io.bloksec.keycloak.wsfed.message;

import java.util.Set;

/** What {@code wauth} asks for (WS-Federation 1.2, section 13.2.2), as far as Entra ID and AD FS use it. */
public enum RequestedAuthentication {

    /** More than one factor; an answer without the multi-factor claim would only come back. */
    MULTI_FACTOR,

    /**
     * A sign-in now. The method named is a password, because that is what Entra ID translates {@code prompt=login} into; it is
     * not taken to forbid anything better.
     */
    FRESH,

    /** A method we do not know: any sign-in will do, and the event tells what was asked. */
    OTHER;

    /** The value Entra ID asks with and reads in the answer. */
    public static final String MULTIPLE_AUTHN = "http://schemas.microsoft.com/claims/multipleauthn";

    private static final Set<String> MULTI_FACTOR_METHODS =
            Set.of("schemas.microsoft.com/claims/multipleauthn", "schemas.microsoft.com/claims/wiaormultiauthn");

    private static final Set<String> PASSWORD_METHODS = Set.of(
            "schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password",
            "urn:oasis:names:tc:SAML:1.0:am:password",
            "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
            "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport");

    /** Microsoft's documents spell the addresses with {@code https}, its requests with {@code http}. */
    static RequestedAuthentication parse(String wauth) {
        String method = wauth.replaceFirst("^https?://", "");
        if (MULTI_FACTOR_METHODS.contains(method)) {
            return MULTI_FACTOR;
        }
        return PASSWORD_METHODS.contains(method) ? FRESH : OTHER;
    }
}
