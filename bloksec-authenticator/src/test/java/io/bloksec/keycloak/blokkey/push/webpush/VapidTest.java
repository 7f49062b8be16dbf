package io.bloksec.keycloak.blokkey.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class VapidTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VapidKeys keys = VapidKeys.generate();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final VapidTokens tokens = new VapidTokens(now::get);

    @Test
    void isASignedStatementForThisServiceAlone() throws Exception {
        String header = tokens.authorization(keys, "https://push.example.net", "mailto:a@example.com");

        assertThat(header).startsWith("vapid t=").endsWith(", k=" + keys.publicText());
        String[] jwt =
                header.substring("vapid t=".length(), header.indexOf(',')).split("\\.");
        assertThat(json(jwt[0])).isEqualTo(new ObjectMapper().readTree("{\"typ\":\"JWT\",\"alg\":\"ES256\"}"));
        assertThat(json(jwt[1]))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"aud\":\"https://push.example.net\",\"exp\":"
                                + START.plusSeconds(12 * 3600).getEpochSecond()
                                + ",\"sub\":\"mailto:a@example.com\"}"));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(keys.publicKey());
        signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Bytes.parse(jwt[2]))).isTrue();
    }

    @Test
    void isSignedOnceForAServiceUntilItsLastHour() {
        String first = authorization("https://a.example");
        assertThat(authorization("https://a.example")).isSameAs(first);
        now.set(START.plusSeconds(11 * 3600 - 1));
        assertThat(authorization("https://a.example")).isSameAs(first);
        now.set(START.plusSeconds(11 * 3600));
        assertThat(authorization("https://a.example")).isNotEqualTo(first);
    }

    @Test
    void isNotSharedByServicesKeysOrContacts() {
        String first = authorization("https://a.example");
        assertThat(authorization("https://b.example")).isNotEqualTo(first);
        assertThat(tokens.authorization(VapidKeys.generate(), "https://a.example", "mailto:a@example.com"))
                .isNotEqualTo(first);
        assertThat(tokens.authorization(keys, "https://a.example", "mailto:b@example.com"))
                .isNotEqualTo(first);
    }

    @Test
    void keysAreReadAsTheyWereWritten() {
        VapidKeys read = VapidKeys.parse(keys.toText());
        assertThat(read.publicKey().getW()).isEqualTo(keys.publicKey().getW());
        assertThat(read.privateKey().getS()).isEqualTo(keys.privateKey().getS());
        assertThat(Bytes.parse(keys.publicText())).hasSize(65);
        VapidKeys old = VapidKeys.generate();
        assertThat(VapidKeys.parseAll(" " + keys.toText() + "\n" + old.toText() + " "))
                .extracting(VapidKeys::publicText)
                .containsExactly(keys.publicText(), old.publicText());
        assertThat(VapidKeys.parseAll(null)).isEmpty();
        assertThat(VapidKeys.parseAll(" ")).isEmpty();
    }

    @Test
    void halvesOfDifferentKeysAreRefused() {
        String other = VapidKeys.generate().toText();
        String mixed = keys.publicText() + other.substring(other.indexOf('.'));
        assertThatIllegalArgumentException().isThrownBy(() -> VapidKeys.parse(mixed));
    }

    @Test
    void aRefusalRepeatsNothing() {
        String text = keys.toText();
        String secret = text.substring(text.indexOf('.') + 1);
        for (String broken :
                new String[] {"", ".", secret, text + ".", text + "A", text + "+", "+" + text, text + "="}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VapidKeys.parse(broken))
                    .withMessageNotContaining(secret.substring(0, 8))
                    .withNoCause();
        }
        String zero = keys.publicText() + "." + Bytes.text(new byte[32]);
        assertThatIllegalArgumentException().isThrownBy(() -> VapidKeys.parse(zero));
    }

    @Test
    void aTextShowsThePublicHalfAlone() {
        String text = keys.toText();
        assertThat(keys.toString())
                .contains(keys.publicText())
                .doesNotContain(text.substring(text.indexOf('.') + 1))
                .doesNotContain(keys.privateKey().getS().toString());
    }

    private String authorization(String origin) {
        return tokens.authorization(keys, origin, "mailto:a@example.com");
    }

    private static JsonNode json(String part) throws Exception {
        return new ObjectMapper().readTree(Bytes.parse(part));
    }
}
