package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.bloksec.keycloak.it.house.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exists because each rule must be seen to catch its breach, and nothing but its breach. */
class ArchitectureRulesTest {

    private static final String ROOT = "io.bloksec.keycloak.m.";

    private static JavaClasses classes;

    @BeforeAll
    static void compileBreaches(@TempDir Path directory) {
        Sources.compile(
                Map.of(
                        "org.keycloak.services.Inside",
                        "package org.keycloak.services; public class Inside {}",
                        ROOT + "keycloak.Thin",
                        "package io.bloksec.keycloak.m.keycloak; class Thin { org.keycloak.services.Inside i; }",
                        ROOT + "claims.Nosy",
                        "package io.bloksec.keycloak.m.claims; class Nosy { org.keycloak.services.Inside i; }",
                        ROOT + "claims.Loud",
                        "package io.bloksec.keycloak.m.claims; class Loud { void x() { System.err.print(1); } }",
                        ROOT + "claims.Logging",
                        "package io.bloksec.keycloak.m.claims; class Logging { java.util.logging.Logger l; "
                                + "void x() { l.info(\"\"); } }",
                        ROOT + "token.Hen",
                        "package io.bloksec.keycloak.m.token; public class Hen { "
                                + "io.bloksec.keycloak.m.message.Egg e; }",
                        ROOT + "message.Egg",
                        "package io.bloksec.keycloak.m.message; public class Egg { "
                                + "io.bloksec.keycloak.m.token.Hen h; }"),
                directory);
        classes = new ClassFileImporter().importPath(directory);
    }

    @Test
    void catchesAClassInKeycloaksPackages() {
        assertThat(breaches(ArchitectureRules.noPackageOfKeycloak())).hasSize(1).allMatch(b -> b.contains("Inside"));
    }

    @Test
    void catchesInternalsOutsideTheThinPackageOnly() {
        assertThat(breaches(ArchitectureRules.onlyThinClassesTouchInternals()))
                .isNotEmpty()
                .allMatch(b -> b.contains("claims.Nosy"));
    }

    @Test
    void catchesTheConsole() {
        assertThat(breaches(ArchitectureRules.noConsole())).hasSize(1).allMatch(b -> b.contains("Loud"));
    }

    @Test
    void catchesAForeignLogger() {
        assertThat(breaches(ArchitectureRules.noForeignLogger())).isNotEmpty().allMatch(b -> b.contains("Logging"));
    }

    @Test
    void catchesACycleOfPackages() {
        assertThat(breaches(ArchitectureRules.noCycles()))
                .singleElement()
                .asString()
                .contains("Slice io.bloksec.keycloak.m.token", "Slice io.bloksec.keycloak.m.message");
    }

    private static List<String> breaches(ArchRule rule) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
