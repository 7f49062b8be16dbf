package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exists because Keycloak puts all provider jars on one class path, before its own: a stray class or file in one of
 * ours can break the server or another extension.
 */
class ShippedJarsIT {

    /** The build's {@code project.build.outputTimestamp}; archives store it without a zone. */
    private static final LocalDateTime BUILD_INSTANT = LocalDateTime.of(2026, 11, 23, 0, 0);

    static List<ShippedJar> jars() {
        return ShippedJar.all();
    }

    @ParameterizedTest
    @MethodSource("jars")
    void holdsOnlyOurOwnClasses(ShippedJar jar) {
        assertThat(jar.classes()).allMatch(name -> name.startsWith("io/bloksec/"));
        assertThat(jar.files())
                .filteredOn(name -> name.startsWith("META-INF/maven/"))
                .allMatch(name -> name.startsWith("META-INF/maven/io.bloksec.keycloak/"));
    }

    /** A jar of neither has lost its content. */
    @ParameterizedTest
    @MethodSource("jars")
    void holdsAProviderOrATheme(ShippedJar jar) {
        assertThat(jar.files())
                .anyMatch(name -> name.startsWith("META-INF/services/org.keycloak.")
                        || name.startsWith("META-INF/services/io.bloksec.keycloak.")
                        || name.equals("META-INF/keycloak-themes.json"));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void holdsNoFileThatConfiguresTheServerOrSealsTheJar(ShippedJar jar) {
        assertThat(jar.files())
                .noneMatch(name -> name.matches("(.*/)?application\\.(properties|ya?ml)"))
                .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"))
                .noneMatch(name -> name.startsWith("META-INF/versions/"))
                .noneMatch(name -> name.endsWith("module-info.class"));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void carriesItsLicence(ShippedJar jar) {
        assertThat(jar.files()).contains("META-INF/LICENSE", "META-INF/NOTICE");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void namesOnlyServicesThatItHolds(ShippedJar jar) {
        assertThat(jar.servicesWithoutClass()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jars")
    void isTheSameWhenBuiltAgain(ShippedJar jar) {
        assertThat(jar.entriesNotStamped(BUILD_INSTANT)).isEmpty();
    }

    /**
     * Messages may share a file name, because Keycloak reads them from every jar; of anything else the first one hides
     * the rest.
     */
    @Test
    void noTwoJarsHoldTheSameFile() {
        Map<String, Set<String>> holders = new TreeMap<>();
        for (ShippedJar jar : ShippedJar.all()) {
            for (String name : jar.files()) {
                if (!name.startsWith("META-INF/") && !name.startsWith("theme-resources/messages/")) {
                    holders.merge(name, Set.of(jar.toString()), ShippedJarsIT::union);
                }
            }
        }
        assertThat(holders).allSatisfy((name, jars) -> assertThat(jars).as(name).hasSize(1));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }
}
