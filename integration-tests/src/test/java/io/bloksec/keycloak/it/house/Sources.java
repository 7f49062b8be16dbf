package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** Exists so that a test of a rule can have a class that breaks it, without such a class lying among the sources. */
public final class Sources {

    private Sources() {}

    /** Compiles class name to source text into the directory. */
    public static void compile(Map<String, String> sources, Path into) {
        List<String> arguments = new ArrayList<>(List.of("-d", into.toString()));
        try {
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = into.resolve(source.getKey().replace('.', '/') + ".java");
                Files.createDirectories(file.getParent());
                Files.writeString(file, source.getValue());
                arguments.add(file.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalArgumentException("These sources do not compile: " + sources.keySet());
        }
    }
}
