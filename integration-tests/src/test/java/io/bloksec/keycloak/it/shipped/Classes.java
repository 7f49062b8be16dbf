package io.bloksec.keycloak.it.shipped;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Exists so that a reference is looked up alike wherever classes lie: in our jars, in Keycloak's or in the JDK. */
@FunctionalInterface
interface Classes {

    /** By the name as class files write it, with slashes. */
    Optional<ClassFile> find(String name);

    default Classes or(Classes others) {
        return name -> find(name).or(() -> others.find(name));
    }

    default Classes remembered() {
        Map<String, Optional<ClassFile>> known = new HashMap<>();
        return name -> known.computeIfAbsent(name, this::find);
    }

    static Classes ofTheJdk() {
        return name -> {
            try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
                return in == null ? Optional.empty() : Optional.of(ClassFile.read(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
