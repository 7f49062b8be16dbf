package io.bloksec.keycloak.wsfed.claims;

/**
 * A claim type URI as SAML 1.1 carries it, in two parts. Readers on .NET put the type together again as namespace, slash,
 * name, so the URI is split at its last slash.
 */
public record ClaimType(String namespace, String name) {

    /** The subject, which SAML carries outside the attributes; readers on .NET make this claim of it. */
    public static final ClaimType NAME_IDENTIFIER =
            of("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier");

    public static final ClaimType UPN = of("http://schemas.xmlsoap.org/claims/UPN");
    public static final ClaimType IMMUTABLE_ID =
            of("http://schemas.microsoft.com/LiveID/Federation/2008/05/ImmutableID");
    public static final ClaimType EMAIL = of("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress");
    public static final ClaimType ROLE = of("http://schemas.microsoft.com/ws/2008/06/identity/claims/role");
    public static final ClaimType GROUP = of("http://schemas.xmlsoap.org/claims/Group");
    public static final ClaimType AUTHENTICATION_METHODS_REFERENCES =
            of("http://schemas.microsoft.com/claims/authnmethodsreferences");
    public static final ClaimType AUTHENTICATION_METHOD =
            of("http://schemas.microsoft.com/ws/2008/06/identity/claims/authenticationmethod");
    public static final ClaimType INSIDE_CORPORATE_NETWORK =
            of("http://schemas.microsoft.com/ws/2012/01/insidecorporatenetwork");
    public static final ClaimType PERSISTENT_SSO = of("http://schemas.microsoft.com/2014/03/psso");

    /**
     * @throws IllegalArgumentException when the URI has no slash with something on both sides of it
     */
    public static ClaimType of(String uri) {
        int slash = uri.lastIndexOf('/');
        if (slash < 1 || slash == uri.length() - 1 || uri.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("Not a claim type that SAML 1.1 can carry");
        }
        return new ClaimType(uri.substring(0, slash), uri.substring(slash + 1));
    }

    public String uri() {
        return namespace + "/" + name;
    }
}
