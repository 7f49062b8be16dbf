package io.bloksec.keycloak.blokkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.blokkey.device.Assertion;
import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.device.PossessionProof;
import io.bloksec.keycloak.blokkey.device.VerifiedCreation;
import io.bloksec.keycloak.blokkey.device.WebAuthn;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.secret.Digits;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.blokkey.signed.SignedText;
import io.bloksec.keycloak.blokkey.signed.TextType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published vectors, by which others write apps, hold for the server: they were made by a program that shares no code with it. */
class VectorsTest {

    private static final JsonNode VECTORS = read();

    static Stream<Named<JsonNode>> signedTexts() {
        // What is no text of the protocol is for CanonicalJsonTest.
        return each("signedTexts")
                .filter(vector -> vector.getPayload().get("text").has("version"));
    }

    static Stream<Named<JsonNode>> refusedStrings() {
        return each("refusedStrings");
    }

    static Stream<Named<JsonNode>> takenStrings() {
        return each("takenStrings");
    }

    static Stream<Named<JsonNode>> refusedValues() {
        return each("refusedValues");
    }

    static Stream<Named<JsonNode>> proofs() {
        return each("proofs");
    }

    @ParameterizedTest
    @MethodSource("signedTexts")
    void aTextHasOneForm(JsonNode vector) {
        SignedText text = text(vector);

        assertThat(text.canonical()).isEqualTo(vector.get("canonical").asText());
        assertThat(Bytes.text(text.hash())).isEqualTo(vector.get("hash").asText());
    }

    @ParameterizedTest
    @MethodSource("refusedStrings")
    void whatCannotBeShownCannotBeSigned(JsonNode vector) {
        assertThatThrownBy(() -> SignedText.of(TextType.DENY)
                        .with("name", string(vector))
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("takenStrings")
    void everythingElseCan(JsonNode vector) {
        assertThat(SignedText.of(TextType.DENY)
                        .with("name", string(vector))
                        .build()
                        .canonical())
                .contains("\"name\":\"");
    }

    @ParameterizedTest
    @MethodSource("refusedValues")
    void noOtherValues(JsonNode vector) {
        assertThatThrownBy(() -> SignedText.of(TextType.DENY)
                        .with("value", new ObjectMapper().treeToValue(vector.get("value"), Object.class))
                        .with("null", vector.get("value").isNull() ? new Object() : null)
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyHasOneThumbprint() {
        JsonNode vector = VECTORS.get("thumbprint");

        assertThat(PossessionProof.jwk(vector.get("jwk")).thumbprint())
                .isEqualTo(vector.get("value").asText());
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void aProofIsForItsCall(JsonNode vector) {
        JsonNode claims = vector.get("claims");
        PossessionProof proof = PossessionProof.parse(vector.get("jws").asText());
        PossessionKey key = PossessionProof.jwk(vector.get("key"));
        byte[] body = vector.get("body").asText().getBytes(StandardCharsets.UTF_8);
        long time = claims.get("iat").asLong();
        String method = claims.get("htm").asText();
        String address = claims.get("htu").asText();

        proof.check(key, method, address, body, time, nonce -> true);
        assertThatThrownBy(() -> proof.check(key, method, address + "x", body, time, nonce -> true))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> proof.check(key, "OPTIONS", address, body, time, nonce -> true))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> proof.check(key, method, address, new byte[] {1}, time, nonce -> true))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> proof.check(key, method, address, body, time + 10_000, nonce -> false))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void thePossessionKeySignsTheHash() {
        JsonNode vector = VECTORS.get("possessionSignature");
        PossessionKey key = PossessionProof.jwk(vector.get("key"));
        byte[] hash = bytes(vector, "hash");
        byte[] signature = bytes(vector, "signature");

        assertThat(key.verifies(hash, signature)).isTrue();
        hash[0] ^= 1;
        assertThat(key.verifies(hash, signature)).isFalse();
    }

    @Test
    void theVerificationKeyIsMadeAndSigns() {
        JsonNode vector = VECTORS.get("webAuthn");
        JsonNode creation = vector.get("creation");
        JsonNode assertion = vector.get("assertion");

        VerifiedCreation made = WebAuthn.verifyCreation(
                vector.get("rpId").asText(),
                vector.get("origin").asText(),
                text(named(creation.get("signedText").asText())).hash(),
                bytes(creation, "clientDataJSON"),
                bytes(creation, "attestationObject"),
                Set.of());
        assertThat(made.key().credentialId())
                .isEqualTo(vector.get("credentialId").asText());

        Assertion signed = new Assertion(
                bytes(assertion, "clientDataJSON"),
                bytes(assertion, "authenticatorData"),
                bytes(assertion, "signature"));
        byte[] hash = text(named(assertion.get("signedText").asText())).hash();
        assertThat(WebAuthn.verify(made.key(), hash, signed).signCount())
                .isEqualTo(assertion.get("counter").asLong());
        hash[31] ^= 1;
        assertThatThrownBy(() -> WebAuthn.verify(made.key(), hash, signed)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aPairingCodeIsTypedAsPeopleType() {
        JsonNode vector = VECTORS.get("pairingCodes");
        vector.get("same")
                .forEach(typed -> assertThat(Digits.normal(typed.asText()))
                        .isEqualTo(vector.get("code").asText()));
    }

    private static SignedText text(JsonNode vector) {
        TextType type = Arrays.stream(TextType.values())
                .filter(each -> each.label().equals(vector.get("type").asText()))
                .findFirst()
                .orElseThrow();
        SignedText.Builder builder = SignedText.of(type);
        vector.get("text").properties().forEach(member -> builder.with(member.getKey(), value(member.getValue())));
        return builder.build();
    }

    private static Object value(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        return node.isBoolean() ? (Object) node.booleanValue() : (Object) node.longValue();
    }

    private static String string(JsonNode vector) {
        StringBuilder text = new StringBuilder();
        vector.get("codeUnits")
                .forEach(unit -> text.append((char)
                        (unit.isTextual()
                                ? Integer.parseInt(unit.asText().replaceAll("^(U\\+|0x)", ""), 16)
                                : unit.asInt())));
        return text.toString();
    }

    private static JsonNode named(String name) {
        return StreamSupport.stream(VECTORS.get("signedTexts").spliterator(), false)
                .filter(vector -> vector.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No text " + name));
    }

    private static byte[] bytes(JsonNode vector, String name) {
        return Bytes.parse(vector.get(name).asText());
    }

    private static Stream<Named<JsonNode>> each(String list) {
        assertThat(VECTORS.get(list)).isNotEmpty();
        return StreamSupport.stream(VECTORS.get(list).spliterator(), false)
                .map(vector -> Named.of(vector.get("name").asText(), vector));
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("../docs/api/blokkey-vectors.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
