package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exists because each change of Keycloak's that breaks a jar must be seen, and one that breaks nothing must pass. */
class KeycloakUsesTest {

    private static final String NAME = "public String name() { return \"\"; }";

    private static final Map<String, String> KEYCLOAK = Map.of(
            "org.keycloak.Service",
            """
            package org.keycloak;
            public class Service extends Base implements Contract {
                public static final Object PLACE = "";
                public int count;
                public Service() {}
                public String name() { return ""; }
                public static String help() { return ""; }
                protected void inherited() {}
                public void replaced() {}
            }
            """,
            "org.keycloak.Base",
            "package org.keycloak; public class Base {}",
            "org.keycloak.Contract",
            "package org.keycloak; public interface Contract { default void agree() {} }",
            "org.keycloak.Listener",
            "package org.keycloak; public interface Listener { void heard(); }");

    private static final Map<String, String> OURS = Map.of("io.bloksec.User", """
            package io.bloksec;
            import org.keycloak.Service;
            public class User extends Service implements org.keycloak.Listener {
                java.util.function.Supplier<String> handle = new Service()::name;
                void use(Service service) {
                    service.name();
                    service.count = 2;
                    service.agree();
                    Service.PLACE.hashCode();
                    Service.help();
                    inherited();
                }
                @Override public void replaced() {}
                @Override public void heard() {}
            }
            """);

    @TempDir
    private static Path directory;

    private static ShippedClasses ours;

    @BeforeAll
    static void compileOurs() throws IOException {
        Path both = directory.resolve("both");
        Map<String, String> sources = new HashMap<>(KEYCLOAK);
        sources.putAll(OURS);
        Sources.compile(sources, both);
        Path jar = directory.resolve("jar/io/bloksec");
        Files.createDirectories(jar);
        Files.copy(both.resolve("io/bloksec/User.class"), jar.resolve("User.class"));
        Path services = Files.createDirectories(directory.resolve("jar/META-INF/services"));
        Files.writeString(services.resolve("org.keycloak.Listener"), "io.bloksec.User\n");
        ours = new ShippedClasses(List.of(Jars.pack(directory.resolve("jar"), directory.resolve("ours.jar"))));
    }

    @Test
    void nothingIsWrongInTheKeycloakItWasCompiledWith(@TempDir Path keycloak) {
        assertThat(breaches(KEYCLOAK, keycloak)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            public String name() { return ""; }        |                                            | .name ()Ljava/lang/String;: no such member
            public String name() { return ""; }        | public Object name() { return ""; }        | .name ()Ljava/lang/String;: no such member
            public String name() { return ""; }        | public String name(int i) { return ""; }   | .name ()Ljava/lang/String;: no such member
            public String name() { return ""; }        | private String name() { return ""; }       | .name ()Ljava/lang/String;: not accessible
            public String name() { return ""; }        | String name() { return ""; }               | .name ()Ljava/lang/String;: not accessible
            public String name() { return ""; }        | public static String name() { return ""; } | .name ()Ljava/lang/String;: was static
            public static String help() { return ""; } | public String help() { return ""; }        | .help ()Ljava/lang/String;: was static
            public static final Object PLACE = "";     |                                            | .PLACE Ljava/lang/Object;: no such member
            public static final Object PLACE = "";     | public static final String PLACE = "";     | .PLACE Ljava/lang/Object;: no such member
            public static final Object PLACE = "";     | static final Object PLACE = "";            | .PLACE Ljava/lang/Object;: not accessible
            public int count;                          | public final int count = 1;                | .count I: final
            protected void inherited() {}              |                                            | User.inherited ()V: no such member
            protected void inherited() {}              | void inherited() {}                        | User.inherited ()V: not accessible
            public void replaced() {}                  | public final void replaced() {}            | User overrides the final org/keycloak/Service.replaced ()V
            extends Base implements Contract           | extends Base                               | .agree ()V: no such member
            public class Service                       | public final class Service                 | names org/keycloak/Service: final
            public class Service                       | public abstract class Service              | names org/keycloak/Service: abstract
            public class Service                       | class Service                              | names org/keycloak/Service: not public
            void heard();                              | void heard(); void more();                 | User lacks org/keycloak/Listener.more ()V
            public interface Listener { void heard();  | public class Listener {                    | names org/keycloak/Listener: no interface
            """)
    void seesWhatBreaks(String before, String after, String breach, @TempDir Path keycloak) {
        assertThat(breaches(changed(before, after == null ? "" : after), keycloak))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found).contains(breach));
    }

    @Test
    void seesThatAClassIsGone(@TempDir Path keycloak) {
        Map<String, String> less = new HashMap<>(KEYCLOAK);
        less.remove("org.keycloak.Listener");

        assertThat(breaches(less, keycloak))
                .containsExactly(
                        "META-INF/services/org.keycloak.Listener names org/keycloak/Listener: no such class",
                        "io/bloksec/User names org/keycloak/Listener: no such class");
    }

    /** Up to a superclass or an interface, into another class file altogether. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            class Base {       | class Base { public String name() { return ""; }
            interface Contract { | interface Contract { default String name() { return ""; }
            """)
    void aMethodMayMoveUp(String before, String after, @TempDir Path keycloak) {
        Map<String, String> moved = changed(before, after);
        moved.computeIfPresent("org.keycloak.Service", (name, source) -> source.replace(NAME, ""));

        assertThat(breaches(moved, keycloak)).isEmpty();
    }

    @Test
    void aFieldMayMoveUp(@TempDir Path keycloak) {
        Map<String, String> moved = changed("public static final Object PLACE = \"\";", "");
        moved.computeIfPresent(
                "org.keycloak.Contract", (name, source) -> source.replace("{ ", "{ Object PLACE = \"\"; "));

        assertThat(breaches(moved, keycloak)).isEmpty();
    }

    @Test
    void listsReferencesAndOverrides(@TempDir Path keycloak) {
        Map<String, UsedClass> used = uses(KEYCLOAK, keycloak).byJar().get("ours.jar");

        assertThat(used).containsOnlyKeys("org/keycloak/Listener", "org/keycloak/Service");
        assertThat(used.get("org/keycloak/Listener").overridden()).containsExactly("heard(): void");
        assertThat(used.get("org/keycloak/Service").overridden()).containsExactly("replaced(): void");
        assertThat(used.get("org/keycloak/Service").referred())
                .containsExactly(
                        "PLACE: Object",
                        "agree(): void",
                        "count: int",
                        "help(): String",
                        "inherited(): void",
                        "name(): String",
                        "new()");
    }

    private static Map<String, String> changed(String before, String after) {
        Map<String, String> sources = new HashMap<>(KEYCLOAK);
        sources.replaceAll((name, source) -> source.replace(before, after));
        assertThat(sources).as("a change").isNotEqualTo(KEYCLOAK);
        return sources;
    }

    private static List<String> breaches(Map<String, String> keycloak, Path into) {
        return uses(keycloak, into).breaches();
    }

    private static KeycloakUses uses(Map<String, String> keycloak, Path into) {
        Sources.compile(keycloak, into);
        return new KeycloakUses(ours, new ClassRoot(into));
    }
}
