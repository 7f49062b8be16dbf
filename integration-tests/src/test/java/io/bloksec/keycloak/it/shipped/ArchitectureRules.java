package io.bloksec.keycloak.it.shipped;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Exists to state once how all modules are built, so that a later module is held to it from its first class. */
final class ArchitectureRules {

    private static final String[] INTERNAL = {
        "org.keycloak.services..",
        "org.keycloak.protocol..",
        "org.keycloak.authentication..",
        "org.keycloak.forms..",
        "org.keycloak.broker..",
        "org.keycloak.quarkus.."
    };

    private ArchitectureRules() {}

    static ArchRule noPackageOfKeycloak() {
        return noClasses()
                .should()
                .resideInAPackage("org.keycloak..")
                .because("a class in another project's package can shadow one of its own");
    }

    static ArchRule onlyThinClassesTouchInternals() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.bloksec.keycloak.*.keycloak..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(INTERNAL)
                .because("Keycloak's internals change with every release; one package a module is to know them");
    }

    static ArchRule noConsole() {
        return GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
    }

    static ArchRule noForeignLogger() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.commons.logging..")
                .because("Keycloak logs through org.jboss.logging");
    }

    /** Every package is a slice, so this covers the packages of one module and the modules among each other. */
    static ArchRule noCycles() {
        return SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles();
    }
}
