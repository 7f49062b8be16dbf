package io.bloksec.keycloak.badge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not ours is what its authors published. */
class VendoredFilesTest {

    private static final String VENDOR = "src/main/resources/theme-resources/resources/js/vendor/";

    @ParameterizedTest
    @CsvSource({
        "noble-ed25519-3.2.0/index.js, LICENSE, MIT",
        "jsqr-1.4.0/jsQR.js, LICENSE, Apache",
        "qr-0.7.0/decode.js, LICENSE-MIT, MIT",
        "qr-0.7.0/index.js, LICENSE, Apache"
    })
    void librariesAreUnmodified(String file, String licence, String says) throws Exception {
        Path library = Path.of(VENDOR + file);
        byte[] content = Files.readAllBytes(library);
        assertThat(Files.readString(Path.of("../THIRD-PARTY.md")))
                .contains("badge-authenticator/" + library)
                .contains(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        assertThat(library.resolveSibling(licence)).content().contains(says);
    }
}
