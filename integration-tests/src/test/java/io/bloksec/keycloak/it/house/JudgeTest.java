package io.bloksec.keycloak.it.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exists because a judge that is misheard must not look like one that agrees. */
class JudgeTest {

    private static final String FAKE = """
            import java.nio.file.*;
            public class Fake {
                public static void main(String[] args) throws Exception {
                    var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in, "UTF-8"));
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        String token = Files.readString(Path.of(line.split("\\t")[0]));
                        String metadata = Files.readString(Path.of(line.split("\\t")[1]));
                        if (token.equals("leave")) {
                            throw new IllegalStateException("out of office");
                        }
                        System.out.println(token.equals("mumble") ? "{}" : "{\\"judge\\":\\"fake\\",\\"accepted\\":"
                            + token.equals(metadata) + ",\\"problems\\":[\\"p\\"],\\"issuer\\":\\"i\\","
                            + "\\"audience\\":null,"
                            + "\\"claims\\":{\\"one\\":\\"1\\",\\"two\\":[\\"1\\",\\"2\\"]}}");
                    }
                }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void asksOneProcessAgainAndAgain() throws IOException {
        Judge judge = new Judge("fake", fakeProgram());

        Judgement accepted = judge.judge("same", "same");
        assertThat(accepted.accepted()).isTrue();
        assertThat(accepted.judge()).isEqualTo("fake");
        assertThat(accepted.issuer()).isEqualTo("i");
        assertThat(accepted.audience()).isNull();
        assertThat(accepted.subject()).isNull();
        assertThat(accepted.claims()).containsExactly(entry("one", List.of("1")), entry("two", List.of("1", "2")));

        Judgement refused = judge.judge("same", "other");
        assertThat(refused.accepted()).isFalse();
        assertThat(refused.problems()).containsExactly("p");

        assertThatThrownBy(() -> judge.judge("mumble", "")).hasMessageContaining("does not say");
        assertThatThrownBy(() -> judge.judge("leave", "")).hasMessageContaining("out of office");
    }

    @Test
    void aMissingProgramIsAFailure() {
        Judge judge = new Judge("absent", directory.resolve("absent.jar"));

        assertThatThrownBy(() -> judge.judge("t", "m")).hasMessageContaining("No judge");
    }

    private Path fakeProgram() throws IOException {
        Sources.compile(Map.of("Fake", FAKE), directory);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Fake");
        Path jar = directory.resolve("fake.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry("Fake.class"));
            out.write(Files.readAllBytes(directory.resolve("Fake.class")));
        }
        return jar;
    }
}
