package io.bloksec.keycloak.wsfed.issuer;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which issuer speaks for which domain. Entra ID knows each federated root domain by an issuer of its own, and a subdomain by
 * that of its root.
 *
 * <p>Written as one entry a line or between commas, {@code corp.example=https://idp.example/corp}. A domain is compared
 * without regard to case; the issuer is sent character by character as it stands there.
 */
public final class DomainTable {

    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final Map<String, String> issuers;

    private DomainTable(Map<String, String> issuers) {
        this.issuers = Collections.unmodifiableMap(issuers);
    }

    /**
     * @throws IllegalArgumentException when the text is empty, an entry cannot be read, a domain comes twice, or two domains
     *     share an issuer, which Entra ID refuses; the message names the entry
     */
    public static DomainTable parse(String text) {
        Map<String, String> issuers = new LinkedHashMap<>();
        for (String entry : text.split("[\\s,]+")) {
            if (entry.isEmpty()) {
                continue;
            }
            int equals = entry.indexOf('=');
            String domain = equals < 0 ? "" : entry.substring(0, equals).toLowerCase(Locale.ROOT);
            String issuer = entry.substring(equals + 1);
            if (!DOMAIN.matcher(domain).matches() || !isIssuer(issuer)) {
                throw new IllegalArgumentException("Not domain=issuer: " + entry);
            }
            if (issuers.containsKey(domain)) {
                throw new IllegalArgumentException("Twice in the table: " + domain);
            }
            if (issuers.containsValue(issuer)) {
                throw new IllegalArgumentException("Two domains with the issuer " + issuer);
            }
            issuers.put(domain, issuer);
        }
        if (issuers.isEmpty()) {
            throw new IllegalArgumentException("No domain in the table");
        }
        return new DomainTable(issuers);
    }

    /** What can be an issuer: an absolute URI, at most 1,024 characters (SAML 1.1 Core, section 1.2.1, and .NET readers). */
    public static boolean isIssuer(String issuer) {
        try {
            return issuer.length() <= 1024 && new URI(issuer).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The issuer of the longest entry that the name's domain equals or lies below; absent when there is none. */
    public Optional<String> issuerOf(String userPrincipalName) {
        return userPrincipalName.indexOf('@') < 1
                ? Optional.empty()
                : issuerOfDomain(userPrincipalName.substring(userPrincipalName.lastIndexOf('@') + 1));
    }

    /** The issuer of the longest entry that the domain equals or lies below; absent when there is none. */
    public Optional<String> issuerOfDomain(String name) {
        String domain = name.toLowerCase(Locale.ROOT);
        while (!domain.isEmpty()) {
            String issuer = issuers.get(domain);
            if (issuer != null) {
                return Optional.of(issuer);
            }
            int dot = domain.indexOf('.');
            domain = dot < 0 ? "" : domain.substring(dot + 1);
        }
        return Optional.empty();
    }

    /** Domain to issuer, in the order they were written. */
    public Map<String, String> entries() {
        return issuers;
    }
}
