package io.bloksec.keycloak.badge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TranscriptTest {

    private static final BadgeContext BADGE =
            Vectors.badge(Vectors.get("derivations").get(0));
    private static final SessionHash SESSION = SessionHash.of("root", "tab");

    static Stream<Named<JsonNode>> transcripts() {
        return Vectors.each("transcripts", "name");
    }

    static Stream<Named<JsonNode>> kiosks() {
        return Vectors.each("kiosk", "name");
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void hasOneForm(JsonNode vector) {
        Transcript transcript = transcript(vector);

        assertThat(new String(transcript.bytes(), StandardCharsets.US_ASCII))
                .isEqualTo(Vectors.text(vector, "transcript"))
                .hasLineCount(12);
        assertThat(transcript.bytes()).hasSize(vector.get("bytes").asInt());
        assertThat(Vectors.hex(transcript.hash())).isEqualTo(Vectors.text(vector, "sha256"));
        for (JsonNode signature : vector.get("signatures")) {
            assertThat(Ed25519.verifies(
                            Vectors.hex(signature, "key"), transcript.bytes(), Vectors.hex(signature, "signature")))
                    .isTrue();
        }
    }

    @Test
    void everyPurposeHasAVector() {
        assertThat(transcripts()
                        .map(vector -> vector.getPayload().get("purpose").asText()))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Purpose.values()).map(Purpose::text).toList());
    }

    @ParameterizedTest
    @MethodSource("kiosks")
    void aKioskSignsTranscriptAndSignatures(JsonNode vector) throws GeneralSecurityException {
        JsonNode signed = transcripts()
                .filter(each -> each.getName().equals(Vectors.text(vector, "transcriptOf")))
                .findFirst()
                .orElseThrow()
                .getPayload();
        List<byte[]> signatures = new ArrayList<>();
        signed.get("signatures").forEach(each -> signatures.add(Vectors.hex(each, "signature")));
        byte[] text = KioskText.of(transcript(signed), signatures.toArray(byte[][]::new));

        assertThat(new String(text, StandardCharsets.US_ASCII)).isEqualTo(Vectors.text(vector, "text"));
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(KeyFactory.getInstance("EC").generatePublic(p256(vector.get("jwk"))));
        verifier.update(text);
        assertThat(verifier.verify(Vectors.hex(vector, "signature"))).isTrue();
    }

    @Test
    void aTabHasOneHash() {
        JsonNode vector = Vectors.get("sessionHash");

        assertThat(SessionHash.of(Vectors.text(vector, "rootId"), Vectors.text(vector, "tabId"))
                        .text())
                .isEqualTo(Vectors.text(vector, "value"));
        assertThatIllegalArgumentException().isThrownBy(() -> SessionHash.of("a\nb", "c"));
        assertThatIllegalArgumentException().isThrownBy(() -> SessionHash.of("a", ""));
    }

    @Test
    void aUserIsNamedByASaltedHash() {
        for (JsonNode vector : Vectors.get("userRefs")) {
            assertThat(UserRef.of(Vectors.hex(vector, "salt"), Vectors.text(vector, "userId"))
                            .text())
                    .isEqualTo(Vectors.text(vector, "value"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> UserRef.of(new byte[31], "user"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://id.example.org/, app, 1, 32, kiosk, 1",
        "https://id.example.org#x, app, 1, 32, kiosk, 1",
        "javascript:x, app, 1, 32, kiosk, 1",
        "https://id.example.org, '', 1, 32, kiosk, 1",
        "https://id.example.org, app, 0, 32, kiosk, 1",
        "https://id.example.org, app, 1, 31, kiosk, 1",
        "https://id.example.org, app, 1, 32, -, 1",
        "https://id.example.org, app, 1, 32, a kiosk, 1",
        "https://id.example.org, app, 1, 32, kiosk, 0"
    })
    void refusesFieldsOfAnotherForm(String origin, String client, int epoch, int nonceLength, String kiosk, long time) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Transcript(
                        BADGE,
                        origin,
                        client,
                        epoch,
                        new byte[nonceLength],
                        SESSION,
                        kiosk,
                        time,
                        Extra.none(Purpose.AUTH)));
    }

    @Test
    void keysAreNamedWhereKeysChange() {
        for (Purpose purpose : List.of(Purpose.BIND, Purpose.REKEY, Purpose.RENEW, Purpose.VOUCH)) {
            assertThatIllegalArgumentException().isThrownBy(() -> Extra.none(purpose));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Extra.vouch(BADGE.badge(), new UserRef("user"), 1, new byte[31]));
    }

    private static Transcript transcript(JsonNode vector) {
        String kiosk = Vectors.text(vector, "kioskId");
        return new Transcript(
                Vectors.badge(vector),
                Vectors.text(vector, "origin"),
                Vectors.text(vector, "clientId"),
                vector.get("epoch").asInt(),
                base64url(Vectors.text(vector, "nonce")),
                new SessionHash(Vectors.text(vector, "session")),
                kiosk.equals("-") ? null : kiosk,
                vector.get("time").asLong(),
                extra(Purpose.valueOf(Vectors.text(vector, "purpose").toUpperCase(Locale.ROOT)), vector));
    }

    /** Built anew from its fields, as the server does. */
    private static Extra extra(Purpose purpose, JsonNode vector) {
        List<String> fields = new ArrayList<>();
        vector.get("extraFields").forEach(field -> fields.add(field.asText()));
        int last = fields.size() - 1;
        return switch (purpose) {
            case PRESENT, AUTH -> Extra.none(purpose);
            case BIND ->
                Extra.bind(
                        new UserRef(fields.get(1)),
                        base64url(fields.get(2)),
                        base64url(fields.get(3)),
                        Integer.parseInt(fields.get(4)),
                        Extra.Mode.valueOf(fields.get(5).toUpperCase(Locale.ROOT)),
                        rules(fields.get(6), fields.get(last)));
            case REKEY ->
                Extra.rekey(
                        new UserRef(fields.get(1)),
                        base64url(fields.get(2)),
                        base64url(fields.get(3)),
                        base64url(fields.get(4)),
                        Integer.parseInt(fields.get(5)),
                        rules(fields.get(6), fields.get(last)));
            case RENEW ->
                Extra.renew(
                        new UserRef(fields.get(1)),
                        new BadgeId(fields.get(2)),
                        new BadgeId(fields.get(3)),
                        base64url(fields.get(4)),
                        base64url(fields.get(5)),
                        base64url(fields.get(6)),
                        Integer.parseInt(fields.get(7)),
                        rules(fields.get(8), fields.get(last)));
            case VOUCH ->
                Extra.vouch(
                        new BadgeId(fields.get(1)),
                        new UserRef(fields.get(2)),
                        Integer.parseInt(fields.get(3)),
                        base64url(fields.get(last)));
        };
    }

    private static Extra.EpochRules rules(String kiosk, String pinLength) {
        return new Extra.EpochRules(
                Extra.KioskRule.valueOf(kiosk.toUpperCase(Locale.ROOT)), Integer.parseInt(pinLength));
    }

    private static ECPublicKeySpec p256(JsonNode jwk) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(
                new BigInteger(1, base64url(Vectors.text(jwk, "x"))),
                new BigInteger(1, base64url(Vectors.text(jwk, "y"))));
        return new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class));
    }

    private static byte[] base64url(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
