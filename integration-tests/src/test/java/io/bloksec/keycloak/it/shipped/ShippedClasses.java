package io.bloksec.keycloak.it.shipped;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Exists to have our jars together, as a server has them: a class of one may stand on a class of another. */
final class ShippedClasses implements Classes {

    private static final String SERVICES = "META-INF/services/";

    private final Map<String, ClassFile> classes = new HashMap<>();
    private final Map<String, Uses> uses = new TreeMap<>();

    ShippedClasses(List<Path> jars) {
        for (Path jar : jars) {
            uses.put(jar.getFileName().toString(), ClassRoot.inJar(jar, this::read));
        }
    }

    @Override
    public Optional<ClassFile> find(String name) {
        return Optional.ofNullable(classes.get(name));
    }

    Collection<ClassFile> all() {
        return Collections.unmodifiableCollection(classes.values());
    }

    /** By the jar's name. */
    Map<String, Uses> uses() {
        return Collections.unmodifiableMap(uses);
    }

    private Uses read(ClassRoot jar) {
        Uses found = new Uses();
        for (String name : jar.names()) {
            byte[] bytes = jar.bytes(name);
            classes.put(name, ClassFile.read(bytes));
            UsesReader.read(bytes, found);
        }
        for (String file : jar.files(SERVICES)) {
            String service = file.substring(SERVICES.length()).replace('.', '/');
            found.classes().add(new Uses.OfClass(file, service, Uses.Way.NAMED));
        }
        return found;
    }
}
