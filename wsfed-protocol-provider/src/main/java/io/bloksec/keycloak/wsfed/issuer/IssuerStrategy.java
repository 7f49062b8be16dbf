package io.bloksec.keycloak.wsfed.issuer;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** As whom the provider speaks to a relying party: the {@code Issuer} of its tokens. */
public sealed interface IssuerStrategy {

    /**
     * @param userPrincipalName the name whose domain decides, where one does
     * @return absent when nobody here may speak for that person: no token then
     */
    Optional<String> issuerOf(String userPrincipalName);

    /** Every issuer that may come up. */
    Collection<String> issuers();

    /**
     * One for all.
     *
     * @param issuer the realm's address, or a fixed one an administrator chose
     */
    record One(String issuer) implements IssuerStrategy {

        @Override
        public Optional<String> issuerOf(String userPrincipalName) {
            return Optional.of(issuer);
        }

        @Override
        public Collection<String> issuers() {
            return List.of(issuer);
        }
    }

    /** One for each domain. Whose domain is not in the table gets no token. */
    record ByDomain(DomainTable table) implements IssuerStrategy {

        @Override
        public Optional<String> issuerOf(String userPrincipalName) {
            return table.issuerOf(userPrincipalName);
        }

        @Override
        public Collection<String> issuers() {
            return table.entries().values();
        }
    }
}
