package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exists because a place that the reader does not look at would never be missed. */
class UsesReaderTest {

    private static final List<String> NAMED = List.of(
            "InAnnotation",
            "InBound",
            "InTypeArgument",
            "InLiteral",
            "InTest",
            "InCast",
            "InArray",
            "InArgument",
            "InResult",
            "InLambda");

    private static final String EVERYWHERE = """
            package io.bloksec;
            import java.util.List;
            import java.util.function.Function;
            import java.util.function.Supplier;
            import org.keycloak.*;
            @Mark(InAnnotation.class)
            abstract class Everywhere<T extends InBound> {
                List<InTypeArgument> list;
                abstract InResult method(InArgument argument) throws InThrows;
                Object literal() { return InLiteral.class; }
                boolean test(Object o) { return o instanceof InTest; }
                Object cast(Object o) { return (InCast) o; }
                Object array() { return new InArray[1][1]; }
                Function<InLambda, Object> lambda() { return x -> null; }
                Supplier<Object> handle() { return InHandle::new; }
                void caught() { try { list.size(); } catch (InCatch e) { list.clear(); } }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void readsEveryPlace() throws IOException {
        Map<String, String> sources = new HashMap<>();
        NAMED.forEach(
                name -> sources.put("org.keycloak." + name, "package org.keycloak; public class " + name + " {}"));
        sources.put("org.keycloak.Mark", "package org.keycloak; public @interface Mark { Class<?> value(); }");
        sources.put("org.keycloak.InHandle", "package org.keycloak; public class InHandle {}");
        for (String name : List.of("InThrows", "InCatch")) {
            sources.put(
                    "org.keycloak." + name,
                    "package org.keycloak; public class " + name + " extends RuntimeException {}");
        }
        sources.put("io.bloksec.Everywhere", EVERYWHERE);
        Sources.compile(sources, directory);
        Uses uses = new Uses();

        UsesReader.read(new ClassRoot(directory).bytes("io/bloksec/Everywhere"), uses);

        assertThat(uses.classes().stream().map(Uses.OfClass::name))
                .containsAll(sources.keySet().stream()
                        .map(name -> name.replace('.', '/'))
                        .toList());
        assertThat(uses.members().stream().map(use -> use.member().getOwner() + "." + use.key()))
                .contains("org/keycloak/InHandle.<init> ()V", "java/util/List.size ()I");
    }
}
