package io.bloksec.demo.rp;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The tenant: its federated domains and the accounts that were synchronised into it.
 *
 * @param wtrealm what requests name as relying party, and tokens must name as audience
 * @param users user principal name → {@code onPremisesImmutableId}
 */
public record Directory(String wtrealm, List<Domain> domains, Map<String, String> users) {

    public static final String ENTRA = "urn:federation:MicrosoftOnline";

    public Directory {
        domains = List.copyOf(domains);
        users = Map.copyOf(users);
    }

    /** The domain of a user; subdomains belong to their root, the longest name wins. */
    public Optional<Domain> domainOf(String userPrincipalName) {
        String suffix =
                userPrincipalName.substring(userPrincipalName.indexOf('@') + 1).toLowerCase(Locale.ROOT);
        return domains.stream()
                .filter(domain -> suffix.equals(domain.name()) || suffix.endsWith("." + domain.name()))
                .max(Comparator.comparingInt(domain -> domain.name().length()));
    }

    public Optional<Domain> domainOfIssuer(String issuer) {
        return domains.stream()
                .filter(domain -> domain.issuerUri().equals(issuer))
                .findFirst();
    }

    /** The account that Entra ID finds by an ImmutableID. */
    public Optional<String> userOf(String immutableId) {
        return users.entrySet().stream()
                .filter(user -> user.getValue().equals(immutableId))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
