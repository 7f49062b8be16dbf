package io.bloksec.keycloak.wsfed.claims;

/**
 * A claim type URI as SAML 1.1 carries it, in two parts. Readers on .NET put the type together again as namespace, slash,
 * name, so the URI is split at its last slash.
 */
public record ClaimType(String namespace, String name) {

    public static final ClaimType UPN = of("http://schemas.xmlsoap.org/claims/UPN");
    public static final ClaimType IMMUTABLE_ID =
            of("http://schemas.microsoft.com/LiveID/Federation/2008/05/ImmutableID");

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
