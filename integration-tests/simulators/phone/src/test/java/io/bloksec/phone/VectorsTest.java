package io.bloksec.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The phone and the published vectors agree. */
class VectorsTest {

    private static ObjectNode vectors;

    @BeforeAll
    static void read() throws Exception {
        Path module = Path.of(System.getProperty("basedir", ""));
        byte[] bytes = Files.readAllBytes(module.toAbsolutePath()
                .resolve("../../../docs/api/blokkey-vectors.json")
                .normalize());
        for (byte b : bytes) {
            assertThat(b).as("ASCII").isNotNegative();
        }
        vectors = Json.read(bytes);
    }

    @Test
    void signedTexts() {
        assertThat(vectors.path("signedTexts")).hasSizeGreaterThan(9).allSatisfy(vector -> {
            SignedText text = text(vector);
            assertThat(text.canonical()).isEqualTo(vector.path("canonical").asText());
            assertThat(Bytes.encode(text.hash())).isEqualTo(vector.path("hash").asText());
        });
        assertThat(vectors.path("signedTexts").findValuesAsText("type"))
                .contains("approve", "deny", "report", "enrol", "rotate", "add-device");
    }

    @Test
    void strings() {
        assertThat(vectors.path("refusedStrings"))
                .isNotEmpty()
                .allSatisfy(vector -> assertThatThrownBy(() -> CanonicalJson.of(Map.of("a", string(vector))))
                        .isInstanceOf(IllegalArgumentException.class));
        assertThat(vectors.path("takenStrings"))
                .isNotEmpty()
                .allSatisfy(vector -> assertThat(CanonicalJson.of(Map.of("a", string(vector))))
                        .isEqualTo("{\"a\":\"" + string(vector) + "\"}"));
        assertThat(vectors.path("refusedValues"))
                .isNotEmpty()
                .allSatisfy(vector -> assertThatThrownBy(
                                () -> CanonicalJson.of(Collections.singletonMap("a", value(vector.path("value")))))
                        .isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void thumbprintProofsAndPossessionSignature() {
        ObjectNode known = (ObjectNode) vectors.path("thumbprint").path("jwk").deepCopy();
        // Only the public half is published with it.
        assertThat(PossessionKey.of(known.put("d", Bytes.encode(new byte[32]))).thumbprint())
                .isEqualTo(vectors.path("thumbprint").path("value").asText());

        assertThat(vectors.path("proofs")).hasSize(3).allSatisfy(vector -> {
            String[] parts = vector.path("jws").asText().split("\\.");
            assertThat(Json.read(Bytes.decode(parts[0]))).isEqualTo(vector.path("header"));
            assertThat(Json.read(Bytes.decode(parts[1]))).isEqualTo(vector.path("claims"));
            assertThat(vector.path("claims").path("bsh").asText())
                    .isEqualTo(Bytes.encode(
                            Bytes.sha256(Bytes.utf8(vector.path("body").asText()))));
            assertThat(Es256.verify(
                            Es256.RAW, key(vector), Bytes.utf8(parts[0] + "." + parts[1]), Bytes.decode(parts[2])))
                    .isTrue();
        });

        JsonNode possession = vectors.path("possessionSignature");
        byte[] hash = named(possession.path("signedText").asText()).hash();
        assertThat(Bytes.encode(hash)).isEqualTo(possession.path("hash").asText());
        assertThat(Es256.verify(
                        Es256.RAW,
                        key(possession),
                        hash,
                        Bytes.decode(possession.path("signature").asText())))
                .isTrue();
    }

    @Test
    void webAuthn() throws Exception {
        JsonNode webAuthn = vectors.path("webAuthn");
        JsonNode creation = webAuthn.path("creation");
        byte[] created = new CBORMapper()
                .readTree(Bytes.decode(creation.path("attestationObject").asText()))
                .path("authData")
                .binaryValue();
        ceremony(webAuthn, creation, created);
        assertThat(Bytes.encode(Arrays.copyOfRange(created, 55, 87)))
                .isEqualTo(webAuthn.path("credentialId").asText());

        JsonNode assertion = webAuthn.path("assertion");
        byte[] data = Bytes.decode(assertion.path("authenticatorData").asText());
        ceremony(webAuthn, assertion, data);
        byte[] clientData = Bytes.decode(assertion.path("clientDataJSON").asText());
        assertThat(Es256.verify(
                        Es256.DER,
                        key(webAuthn),
                        Bytes.concat(data, Bytes.sha256(clientData)),
                        Bytes.decode(assertion.path("signature").asText())))
                .isTrue();
    }

    private static void ceremony(JsonNode webAuthn, JsonNode vector, byte[] data) {
        ObjectNode clientData =
                Json.read(Bytes.decode(vector.path("clientDataJSON").asText()));
        assertThat(clientData.path("challenge").asText())
                .isEqualTo(
                        Bytes.encode(named(vector.path("signedText").asText()).hash()));
        assertThat(clientData.path("origin")).isEqualTo(webAuthn.path("origin"));
        assertThat(Arrays.copyOf(data, 32))
                .isEqualTo(Bytes.sha256(Bytes.utf8(webAuthn.path("rpId").asText())));
        assertThat((int) data[36]).isEqualTo(vector.path("counter").asInt());
    }

    @Test
    void codes() {
        assertThat(vectors.path("codes")).hasSize(3).allSatisfy(vector -> {
            ScannedText text = ScannedText.parse(vector.path("content").asText());
            assertThat(text.kind().name()).isEqualTo(vector.path("kind").asText());
            assertThat(text.app()).isEqualTo(vector.path("app").asText());
            assertThat(text.parts())
                    .isEqualTo(List.of("request", "issued", "mac", "ticket").stream()
                            .filter(vector::has)
                            .map(part -> vector.path(part).asText())
                            .toList());
        });
        assertThat(vectors.path("refusedCodes"))
                .isNotEmpty()
                .allSatisfy(content -> assertThatThrownBy(() -> ScannedText.parse(content.asText()))
                        .isInstanceOf(IllegalArgumentException.class));
        JsonNode pairing = vectors.path("pairingCodes");
        assertThat(pairing.path("same")).allSatisfy(typed -> {
            assertThat(ScannedText.isPairingCode(typed.asText())).isTrue();
            assertThat(typed.asText().replaceAll("[ -]", "").toUpperCase(Locale.ROOT))
                    .isEqualTo(pairing.path("code").asText());
        });
        assertThat(pairing.path("none"))
                .allSatisfy(typed ->
                        assertThat(ScannedText.isPairingCode(typed.asText())).isFalse());
        JsonNode verifier = vectors.path("verifier");
        assertThat(Bytes.encode(
                        Bytes.sha256(Bytes.decode(verifier.path("verifier").asText()))))
                .isEqualTo(verifier.path("verifierHash").asText());
    }

    private static SignedText named(String name) {
        return StreamSupport.stream(vectors.path("signedTexts").spliterator(), false)
                .filter(vector -> vector.path("name").asText().equals(name))
                .map(VectorsTest::text)
                .findFirst()
                .orElseThrow();
    }

    private static SignedText text(JsonNode vector) {
        Map<String, Object> members = new HashMap<>();
        vector.path("text").properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
        return SignedText.of(vector.path("type").asText(), members);
    }

    private static Object value(JsonNode json) {
        return Json.MAPPER.convertValue(json, Object.class);
    }

    private static String string(JsonNode vector) {
        StringBuilder string = new StringBuilder();
        vector.path("codeUnits").forEach(unit -> string.append((char) unit.intValue()));
        return string.toString();
    }

    private static PublicKey key(JsonNode vector) {
        return Es256.publicKey(
                Bytes.decode(vector.path("key").path("x").asText()),
                Bytes.decode(vector.path("key").path("y").asText()));
    }
}
