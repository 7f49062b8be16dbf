package io.bloksec.keycloak.badge.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key file that is not right turns badges off, and never on with something weaker. */
class KeyRingTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    private Path directory;

    @Test
    void theHighestVersionIsTheNewest() throws IOException {
        KeyRing ring = load("# keys\n\nv2 " + KEY + "\nv10 " + KEY + "\nv1 " + KEY + "\n", "r--------");
        assertThat(ring.isUsable()).isTrue();
        assertThat(ring.newest().version()).isEqualTo(10);
        assertThat(ring.all()).hasSize(3);
        assertThat(ring.version(3)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# none\n",
                "v1 AAAA\n",
                "v0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "v1 not base64 at all\n",
                "v1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nv1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
            })
    void aFileWithoutRightKeysTurnsBadgesOff(String content) throws IOException {
        KeyRing ring = load(content, "r--------");
        assertThat(ring.isUsable()).isFalse();
        assertThat(ring.problem()).isPresent().get().asString().doesNotContain("AAAA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "r-----r--", "rw-rw-rw-"})
    void aFileThatOthersMayUseTurnsBadgesOff(String mode) throws IOException {
        assertThat(load("v1 " + KEY + "\n", mode).isUsable()).isFalse();
    }

    @Test
    void withoutAFileBadgesAreOffInProduction() {
        assertThat(KeyRing.load(null, null).isUsable()).isFalse();
        assertThat(KeyRing.load(" ", null).isUsable()).isFalse();
        assertThat(KeyRing.load(directory.resolve("missing").toString(), null).isUsable())
                .isFalse();
    }

    /** A missing file that was configured is a mistake, which a key of our own would hide. */
    @Test
    void developmentMakesAKeyOnceAndOnlyWhereNoneIsConfigured() throws IOException {
        Path own = directory.resolve("development.keys");
        assertThat(KeyRing.load(directory.resolve("missing").toString(), own).isUsable())
                .isFalse();
        assertThat(own).doesNotExist();
        assertThat(KeyRing.load(null, own).isUsable()).isTrue();
        String made = Files.readString(own);
        assertThat(KeyRing.load(null, own).isUsable()).isTrue();
        assertThat(Files.readString(own)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rw-------");
    }

    private KeyRing load(String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("badge.keys"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return KeyRing.load(file.toString(), null);
    }
}
