package io.bloksec.keycloak.badge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What is not ours is what its authors published. */
class VendoredFilesTest {

    private static final Path LIBRARY =
            Path.of("src/main/resources/theme-resources/resources/js/vendor/noble-ed25519-3.2.0/index.js");

    @Test
    void librariesAreUnmodified() throws Exception {
        byte[] content = Files.readAllBytes(LIBRARY);
        assertThat(Files.readString(Path.of("../THIRD-PARTY.md")))
                .contains("badge-authenticator/" + LIBRARY)
                .contains(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        assertThat(LIBRARY.resolveSibling("LICENSE")).content().contains("MIT");
    }
}
