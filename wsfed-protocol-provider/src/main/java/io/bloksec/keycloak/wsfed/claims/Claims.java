package io.bloksec.keycloak.wsfed.claims;

import io.bloksec.keycloak.wsfed.token.Attribute;
import io.bloksec.keycloak.wsfed.token.NameIdentifier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the mappers of one relying party say about one person, collected in their order. Values of the same type come together
 * in one attribute, each once; empty values are left out, and a type without a value with them.
 */
public final class Claims {

    private final Map<ClaimType, Set<String>> values = new LinkedHashMap<>();
    private NameIdentifier nameIdentifier;

    /**
     * @param userName the subject unless a mapper names another
     */
    public Claims(String userName) {
        this.nameIdentifier = NameIdentifier.unspecified(userName);
    }

    public void add(ClaimType type, Collection<String> claimed) {
        claimed.stream()
                .filter(value -> value != null && !value.isEmpty())
                .forEach(value -> values.computeIfAbsent(type, any -> new LinkedHashSet<>())
                        .add(value));
    }

    /** The first value of a type, where there is one. */
    public Optional<String> first(ClaimType type) {
        return values.getOrDefault(type, Set.of()).stream().findFirst();
    }

    public void subject(NameIdentifier subject) {
        this.nameIdentifier = subject;
    }

    public NameIdentifier subject() {
        return nameIdentifier;
    }

    public List<Attribute> attributes() {
        return values.entrySet().stream()
                .map(claim ->
                        new Attribute(claim.getKey().namespace(), claim.getKey().name(), List.copyOf(claim.getValue())))
                .toList();
    }
}
