package io.bloksec.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);
    private static final String ADDRESS = "https://login.example.com/realms/corp/blokkey/requests";

    private final PossessionKey key = PossessionKey.generate();

    @Test
    void isAJwsOfTheDevice() throws Exception {
        String[] parts = new Proof("GET", ADDRESS, new byte[0], NOW)
                .device("AAAAAAAAAAAAAAAAAAAAAA")
                .signedBy(key)
                .split("\\.");

        assertThat(text(parts[0]))
                .isEqualTo("{\"typ\":\"blokkey-proof+jwt\",\"alg\":\"ES256\",\"kid\":\"AAAAAAAAAAAAAAAAAAAAAA\"}");
        // The SHA-256 of nothing.
        assertThat(text(parts[1]))
                .matches("\\{\"htm\":\"GET\",\"htu\":\"" + ADDRESS + "\",\"iat\":1790000000,"
                        + "\"jti\":\"[A-Za-z0-9_-]{22}\",\"bsh\":\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\"}");
        byte[] signed = Base64.getUrlDecoder().decode(parts[2]);
        assertThat(signed).hasSize(64);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(key.publicKey());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void carriesTheNewKeyAndTheNonceWhereAsked() {
        String[] parts = new Proof("POST", ADDRESS, new byte[1], NOW)
                .key(key.publicJwk())
                .nonce("n")
                .signedBy(key)
                .split("\\.");

        assertThat(text(parts[0]))
                .contains("\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":")
                .doesNotContain("kid");
        assertThat(text(parts[0])).doesNotContain("\"d\"");
        assertThat(text(parts[1])).endsWith(",\"nonce\":\"n\"}");
    }

    @Test
    void eachHasAnIdOfItsOwn() {
        assertThat(new Proof("GET", ADDRESS, new byte[0], NOW).claims().path("jti"))
                .isNotEqualTo(
                        new Proof("GET", ADDRESS, new byte[0], NOW).claims().path("jti"));
    }

    /** RFC 7638 has no example with P-256; this is the key of RFC 7517 appendix A.2, its thumbprint by other means. */
    @Test
    void theThumbprintIsThatOfTheJwk() throws Exception {
        PossessionKey known = PossessionKey.of(Json.read(Bytes.utf8("{\"kty\":\"EC\",\"crv\":\"P-256\","
                + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\","
                + "\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\"}")));

        assertThat(known.thumbprint()).isEqualTo("cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
        assertThat(known.verify(new byte[1], known.sign(new byte[1]))).isTrue();
    }

    @Test
    void whatIsNoKeyIsRefused() {
        for (String jwk : List.of(
                "{}",
                "{\"kty\":\"EC\",\"crv\":\"P-384\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\"AA\"}")) {
            assertThatThrownBy(() -> PossessionKey.of(Json.read(Bytes.utf8(jwk))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static String text(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
