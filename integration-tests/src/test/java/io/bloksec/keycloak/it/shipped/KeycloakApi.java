package io.bloksec.keycloak.it.shipped;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Exists to write down what our jars use of Keycloak, so that a review sees when it becomes more. */
final class KeycloakApi {

    /** Modules that are there for extensions. */
    private static final Set<String> SPI = Set.of("keycloak-server-spi", "keycloak-core", "keycloak-common");

    private static final String HEAD = """
            # What our jars use of Keycloak

            Every class, field and method of Keycloak that a shipped jar refers to, with the module of Keycloak that holds the class. **SPI** is here what
            `keycloak-server-spi`, `keycloak-core` and `keycloak-common` hold. All else is **internal**, also where Keycloak's own guides use it: any
            release may change it.

            `KeycloakLinksIT` makes this list from the jars and fails when it has become another one. It also looks up all that is listed, as a Java virtual
            machine would, in both Keycloaks that the [README](../README.md#compatibility) names. Types are written without their packages. A member that our
            class inherits stands with the class of Keycloak that declares it; *overridden* is what a class of ours replaces of Keycloak's, or implements.
            Constants that the compiler copies, and what is found by a name in a string (templates, messages, other providers), are not seen.

            """;

    private final Map<String, Map<String, UsedClass>> byJar;
    private final UnaryOperator<String> moduleOf;

    KeycloakApi(Map<String, Map<String, UsedClass>> byJar, UnaryOperator<String> moduleOf) {
        this.byJar = byJar;
        this.moduleOf = moduleOf;
    }

    /** As Markdown. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(HEAD.lines().toList());
        lines.add("| jar | internal classes | their members | SPI classes | their members |");
        lines.add("|---|---|---|---|---|");
        byJar.forEach((jar, used) -> lines.add("| [" + jar + "](#" + jar.replace(".", "") + ") | "
                + count(internal(used)) + " | " + count(spi(used)) + " |"));
        byJar.forEach((jar, used) -> {
            lines.addAll(List.of("", "## " + jar));
            addAll(lines, "Internal", internal(used));
            addAll(lines, "SPI", spi(used));
        });
        return lines;
    }

    private void addAll(List<String> lines, String title, Collection<UsedClass> classes) {
        if (!classes.isEmpty()) {
            lines.addAll(List.of("", "### " + title, ""));
            classes.forEach(type -> lines.add(line(type)));
        }
    }

    private String line(UsedClass type) {
        String line =
                "* `" + type.name().replace('/', '.').replace('$', '.') + "` (" + moduleOf.apply(type.name()) + ")";
        if (!type.referred().isEmpty()) {
            line += ": " + quoted(type.referred());
        }
        if (!type.overridden().isEmpty()) {
            line += "; *overridden* " + quoted(type.overridden());
        }
        return line;
    }

    private List<UsedClass> internal(Map<String, UsedClass> used) {
        return in(used, module -> !SPI.contains(module));
    }

    private List<UsedClass> spi(Map<String, UsedClass> used) {
        return in(used, SPI::contains);
    }

    private List<UsedClass> in(Map<String, UsedClass> used, Predicate<String> module) {
        return used.values().stream()
                .filter(type -> module.test(moduleOf.apply(type.name())))
                .toList();
    }

    private static String count(List<UsedClass> classes) {
        return classes.size() + " | "
                + classes.stream().mapToInt(UsedClass::members).sum();
    }

    private static String quoted(Collection<String> members) {
        return members.stream().map(member -> "`" + member + "`").collect(Collectors.joining(", "));
    }
}
