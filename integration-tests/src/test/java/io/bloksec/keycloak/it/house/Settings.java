package io.bloksec.keycloak.it.house;

import java.nio.file.Path;

/**
 * Exists so that everything the house is told by the build is named in one place.
 *
 * <p>Maven passes the values as system properties; an editor that takes them over from the failsafe plugin can run
 * single tests after one {@code mvn pre-integration-test}.
 */
public final class Settings {

    private Settings() {}

    public static Path target() {
        return path("house.target", "target");
    }

    /** The top of the checkout. */
    public static Path project() {
        return path("project.dir", "..");
    }

    public static Path keycloakHome() {
        return Path.of(given("keycloak.home")).toAbsolutePath().normalize();
    }

    public static String keycloakVersion() {
        return given("keycloak.version");
    }

    /** The distribution of the other Keycloak that the jars must fit, as it is downloaded. */
    public static Path earlierKeycloak() {
        return Path.of(given("keycloak.earlier.zip")).toAbsolutePath().normalize();
    }

    /** The directory with exactly the jars that a user copies. */
    public static Path providers() {
        return path("providers.dir", "../distribution/target/providers");
    }

    public static Path judges() {
        return path("judges.dir", "judges");
    }

    public static Path screenshots() {
        return path("screenshots.dir", "target/screenshots");
    }

    /**
     * Milliseconds that each answer takes longer to reach a page, to find tests that rely on speed: {@code -Dbrowser.slowness=600}. Tests that
     * cut the connection fail then, as a slowed page does not notice.
     */
    public static int slowness() {
        return Integer.getInteger("browser.slowness", 0);
    }

    /** Where it is true, a missing tool is a failure; elsewhere the tests that need it are left out and say so. */
    public static boolean mustHaveEveryTool() {
        return Boolean.parseBoolean(System.getenv("CI"));
    }

    private static String given(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("System property " + property + " is missing: run through Maven");
        }
        return value;
    }

    private static Path path(String property, String otherwise) {
        return Path.of(System.getProperty(property, otherwise)).toAbsolutePath().normalize();
    }
}
