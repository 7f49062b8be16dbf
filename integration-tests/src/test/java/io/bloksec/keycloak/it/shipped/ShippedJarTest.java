package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exists because the rules over our jars are worth nothing unless they see a bad jar. */
class ShippedJarTest {

    private static final LocalDateTime THEN = LocalDateTime.of(2026, 11, 23, 0, 0);

    @TempDir
    private Path directory;

    @Test
    void seesClassesFilesAndMissingServices() throws IOException {
        Map<String, String> content = new LinkedHashMap<>();
        content.put("io/bloksec/A.class", "");
        content.put("com/stray/B.class", "");
        content.put("application.properties", "");
        content.put("META-INF/services/x.Y", "# comment\nio.bloksec.A # fine\n\nio.bloksec.Gone\n");
        ShippedJar jar = jar(content, THEN);

        assertThat(jar.classes()).containsExactlyInAnyOrder("io/bloksec/A.class", "com/stray/B.class");
        assertThat(jar.files()).contains("application.properties");
        assertThat(jar.servicesWithoutClass()).containsExactly("META-INF/services/x.Y names io.bloksec.Gone");
        assertThat(jar.entriesNotStamped(THEN)).isEmpty();
    }

    @Test
    void seesAnotherTime() throws IOException {
        ShippedJar jar = jar(Map.of("a", ""), THEN.plusSeconds(2));

        assertThat(jar.entriesNotStamped(THEN)).containsExactly("a");
    }

    private ShippedJar jar(Map<String, String> content, LocalDateTime time) throws IOException {
        Path file = directory.resolve("x.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> entry : content.entrySet()) {
                ZipEntry named = new ZipEntry(entry.getKey());
                named.setTimeLocal(time);
                zip.putNextEntry(named);
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return new ShippedJar(file);
    }
}
