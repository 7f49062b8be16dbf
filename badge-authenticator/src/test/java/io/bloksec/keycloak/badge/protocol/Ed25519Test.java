package io.bloksec.keycloak.badge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and signatures on which implementations disagree have one answer here. */
class Ed25519Test {

    static Stream<Named<JsonNode>> cases() {
        return Vectors.each("ed25519", "name");
    }

    /** Stated here as well, so that a changed file of vectors does not change the rule. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "honest; true; true",
                "S+L malleable; true; false",
                "A=identity,R=identity,S=0 (any msg); false; false",
                "A=identity noncanonical (y=p+1); false; false",
                "A=T8 small order, R=id, S=0, k%8==0; false; false",
                "A prime order, R mixed (cofactored only); true; false",
                "A mixed, k%8==0 (both accept); false; false",
                "A mixed, k%8!=0 (cofactored only); false; false",
                "R=identity noncanonical, A prime; true; false",
                "R=identity canonical (r=0), A prime; true; true",
                "A=-0 identity with sign bit; false; false"
            })
    void everyCaseHasOneAnswer(String name, boolean keyAccepted, boolean valid) {
        JsonNode vector = cases().filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getPayload();
        byte[] key = Vectors.hex(vector, "key");

        assertThat(cases()).hasSize(11);
        assertThat(Ed25519.acceptsKey(key)).isEqualTo(keyAccepted);
        assertThat(Ed25519.verifies(key, Vectors.hex(vector, "message"), Vectors.hex(vector, "signature")))
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thePublishedAnswersAreTheServers(JsonNode vector) {
        byte[] key = Vectors.hex(vector, "key");

        assertThat(Ed25519.acceptsKey(key)).isEqualTo(vector.get("keyAccepted").asBoolean());
        assertThat(Ed25519.verifies(key, Vectors.hex(vector, "message"), Vectors.hex(vector, "signature")))
                .isEqualTo(vector.get("valid").asBoolean());
    }

    @Test
    void signsAsRfc8032Says() {
        JsonNode vector = Vectors.get("labelledSignature");
        byte[] message = Crypto.ascii(Vectors.text(vector, "message"));
        byte[] signature = SimulatedBadge.sign(Vectors.hex(vector, "seed"), message);

        assertThat(signature).isEqualTo(Vectors.hex(vector, "signature"));
        assertThat(Ed25519.verifies(Vectors.hex(vector, "key"), message, signature))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 63, 65, 128})
    void otherLengthsAreNo(int length) {
        JsonNode vector = Vectors.get("labelledSignature");
        byte[] key = Vectors.hex(vector, "key");
        byte[] message = Crypto.ascii(Vectors.text(vector, "message"));

        assertThat(Ed25519.acceptsKey(new byte[length])).isFalse();
        assertThat(Ed25519.verifies(key, message, new byte[length])).isFalse();
        assertThat(Ed25519.verifies(new byte[length], message, Vectors.hex(vector, "signature")))
                .isFalse();
        assertThat(Ed25519.verifies(null, message, null)).isFalse();
    }
}
