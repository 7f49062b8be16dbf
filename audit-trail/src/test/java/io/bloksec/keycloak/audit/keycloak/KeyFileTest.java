package io.bloksec.keycloak.audit.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.audit.chain.AuditKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstKeySignsAndTheOthersWereBefore() throws IOException {
        AuditKey next = AuditKey.generate();
        AuditKey old = AuditKey.generateP256();

        assertThat(KeyFile.read(file(next.pem() + "\nas made in 2025\n" + old.pem(), "r--------")))
                .extracting(AuditKey::thumbprint)
                .containsExactly(next.thumbprint(), old.thumbprint());
    }

    @Test
    void aFileThatOthersCanReadIsNoSecret() throws IOException {
        Path open = file(AuditKey.generate().pem(), "rw-r-----");

        assertThatThrownBy(() -> KeyFile.read(open)).hasMessageContaining("chmod 0400");
    }

    @Test
    void whatIsNoKeyIsSaidWithoutShowingIt() throws IOException {
        assertThatThrownBy(() -> KeyFile.read(file("secret text", "r--------")))
                .hasMessageContaining("no private key")
                .hasMessageNotContaining("secret text");
        assertThatThrownBy(() -> KeyFile.read(folder.resolve("missing"))).hasMessageContaining("cannot be read");
    }

    private Path file(String text, String permissions) throws IOException {
        Path file = Files.createTempFile(folder, "key", ".pem");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }
}
