package io.bloksec.keycloak.blokkey.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key is a point of P-256 as JWK writes it, and nothing that merely looks like one: off the curve, a private key could be had. */
class PossessionKeyTest {

    private static final String ZERO = "A".repeat(43);

    /** The prime of P-256's field (SEC 2 section 2.4.2): zero once more, written as no coordinate is. */
    private static final String PRIME = "_____wAAAAEAAAAAAAAAAAAAAAD_______________8";

    private static ObjectNode good;

    @BeforeAll
    static void read() throws IOException {
        good = (ObjectNode) new ObjectMapper()
                .readTree(Path.of("../docs/api/blokkey-vectors.json").toFile())
                .at("/thumbprint/jwk");
    }

    @Test
    void theVectorsKeyIsOne() {
        assertThat(PossessionProof.jwk(good).thumbprint()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"x, y", "y, x"})
    void aPointOffTheCurveIsNone(String member, String other) {
        assertRefused(good.deepCopy().put(member, good.get(other).asText()));
        assertRefused(good.deepCopy().put(member, ZERO));
        assertRefused(good.deepCopy().put(member, PRIME));
    }

    @Test
    void theOriginIsNone() {
        assertRefused(good.deepCopy().put("x", ZERO).put("y", ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AA", "not base64url!", "A=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aCoordinateOfAnotherLengthIsNone(String coordinate) {
        assertRefused(good.deepCopy().put("x", coordinate));
    }

    /** Each would name another key or another algorithm, or give one away. */
    @Test
    void nothingElseMayStandInIt() {
        assertRefused(good.deepCopy().put("d", good.get("x").asText()));
        assertRefused(good.deepCopy().put("kid", "x"));
        assertRefused(good.deepCopy().put("crv", "P-384"));
        assertRefused(good.deepCopy().put("kty", "RSA"));
        assertRefused(good.deepCopy().put("x", 7));
        assertRefused((ObjectNode) good.deepCopy().without("y"));
    }

    private static void assertRefused(ObjectNode jwk) {
        assertThatThrownBy(() -> PossessionProof.jwk(jwk)).isInstanceOf(ProblemException.class);
    }
}
