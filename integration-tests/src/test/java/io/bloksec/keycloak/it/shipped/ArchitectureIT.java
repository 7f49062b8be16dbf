package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exists so that the architecture is a property of what ships, whatever the sources look like. */
class ArchitectureIT {

    /** PDFBox and Google's libraries, which others made and we only moved. */
    private static final Pattern MOVED =
            Pattern.compile(".*/io/bloksec/keycloak/(badge/(pdfbox|fontbox)|blokkey/push/fcm/moved)/.*");

    private static JavaClasses shipped;

    @BeforeAll
    static void readJars() {
        List<Location> jars = ShippedJar.all().stream()
                .map(jar -> Location.of(URI.create("jar:" + jar.file().toUri() + "!/")))
                .toList();
        shipped = new ClassFileImporter()
                .withImportOption(location -> !location.matches(MOVED))
                .importLocations(jars);
        assertThat(shipped).as("classes in the shipped jars").isNotEmpty();
    }

    @Test
    void noPackageOfKeycloak() {
        ArchitectureRules.noPackageOfKeycloak().check(shipped);
    }

    @Test
    void onlyThinClassesTouchInternals() {
        ArchitectureRules.onlyThinClassesTouchInternals().check(shipped);
    }

    @Test
    void noConsole() {
        ArchitectureRules.noConsole().check(shipped);
    }

    @Test
    void noForeignLogger() {
        ArchitectureRules.noForeignLogger().check(shipped);
    }

    @Test
    void noCycles() {
        ArchitectureRules.noCycles().check(shipped);
    }
}
