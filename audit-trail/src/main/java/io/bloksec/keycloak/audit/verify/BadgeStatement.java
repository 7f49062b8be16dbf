package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.audit.chain.PublicJwk;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A statement of format {@code blokbadge/v1} as it stands in a record, read but not yet believed.
 *
 * @param extra what the transcript's last line is the hash of; empty in {@code auth}
 * @param salt by which it names its person; null in {@code auth}
 * @param keys of the signers, base64url, in the order of the purpose
 * @param kiosk null without one
 */
record BadgeStatement(
        BadgeTranscript transcript,
        List<String> extra,
        byte[] salt,
        List<String> keys,
        List<byte[]> signatures,
        Kiosk kiosk) {

    static final String FORMAT = "blokbadge/v1";

    /** How many sign, and of how many fields what they say beyond is; the purpose itself is the first. */
    private static final Map<String, int[]> SHAPES = Map.of(
            "auth", new int[] {1, 0},
            "bind", new int[] {2, 8},
            "rekey", new int[] {3, 8},
            "renew", new int[] {3, 10},
            "vouch", new int[] {1, 5});

    private static final Set<String> ALWAYS = Set.of("format", "type", "transcript", "signatures");
    private static final int KEY = 32;
    private static final int SALT = 32;

    /** A registered workstation's signature over the others. */
    record Kiosk(PublicKey key, byte[] signature) {}

    /** @throws IllegalArgumentException when it is not a statement of the format */
    static BadgeStatement parse(JsonNode json) {
        String type = json.path("type").asText();
        int[] shape = SHAPES.get(type);
        if (shape == null) {
            throw new IllegalArgumentException("a badge's statement of an unknown type");
        }
        BadgeTranscript transcript =
                BadgeTranscript.parse(json.path("transcript").asText());
        if (!transcript.purpose().equals(type)) {
            throw new IllegalArgumentException("a badge's statement whose transcript is of another purpose");
        }
        Set<String> expected = new HashSet<>(ALWAYS);
        if (shape[1] > 0) {
            expected.addAll(List.of("extra", "salt"));
        }
        if (transcript.kiosk() != null) {
            expected.add("kiosk");
        }
        Set<String> names = new HashSet<>();
        json.fieldNames().forEachRemaining(names::add);
        if (!names.equals(expected)) {
            throw new IllegalArgumentException("a badge's statement with missing or further members");
        }
        List<String> keys = new ArrayList<>();
        List<byte[]> signatures = new ArrayList<>();
        for (JsonNode each : json.path("signatures")) {
            Bytes.parse(each.path("key").textValue(), KEY);
            keys.add(each.path("key").textValue());
            signatures.add(Bytes.parse(each.path("signature").textValue()));
        }
        if (keys.size() != shape[0]) {
            throw new IllegalArgumentException("a badge's statement of " + keys.size() + " signatures");
        }
        return new BadgeStatement(
                transcript,
                extra(json, transcript, shape[1]),
                shape[1] == 0 ? null : Bytes.parse(json.path("salt").textValue(), SALT),
                keys,
                signatures,
                transcript.kiosk() == null ? null : kiosk(json.path("kiosk")));
    }

    private static List<String> extra(JsonNode json, BadgeTranscript transcript, int count) {
        List<String> fields = new ArrayList<>();
        json.path("extra").forEach(field -> fields.add(field.asText()));
        if (count == 0) {
            if (!transcript.extra().equals("-")) {
                throw new IllegalArgumentException("a transcript that says more than its purpose");
            }
            return fields;
        }
        byte[] hash = Hashes.sha256().digest(String.join("\n", fields).getBytes(StandardCharsets.UTF_8));
        if (fields.size() != count
                || !fields.get(0).equals(transcript.purpose())
                || !Bytes.text(hash).equals(transcript.extra())) {
            throw new IllegalArgumentException("what a transcript says beyond is not what it is the hash of");
        }
        return fields;
    }

    private static Kiosk kiosk(JsonNode json) {
        if (json.size() != 2 || !"P-256".equals(json.path("key").path("crv").textValue())) {
            throw new IllegalArgumentException("a kiosk's signature of another form");
        }
        return new Kiosk(
                PublicJwk.parse(json.path("key")),
                Bytes.parse(json.path("signature").textValue()));
    }

    String type() {
        return transcript.purpose();
    }

    /** A field of what it says beyond; 0 is the purpose. */
    String field(int index) {
        return extra.get(index);
    }

    /** Whether it names this person. */
    boolean names(String user) {
        MessageDigest digest = Hashes.sha256();
        digest.update(salt);
        return user != null
                && field(userField()).equals(Bytes.text(digest.digest(user.getBytes(StandardCharsets.UTF_8))));
    }

    private int userField() {
        return type().equals("vouch") ? 2 : 1;
    }

    /** Hands out every signature of it. */
    void signatures(Consumer<StatementSignature> checks) {
        String of = " of the statement " + type();
        byte[] text = transcript.bytes();
        for (int i = 0; i < keys.size(); i++) {
            checks.accept(new Ed25519Signature(
                    "Signature " + (i + 1) + of, Bytes.parse(keys.get(i)), text, signatures.get(i)));
        }
        if (kiosk != null) {
            checks.accept(P256Signature.raw("The kiosk's signature" + of, kiosk.key(), kioskText(), kiosk.signature()));
        }
    }

    private byte[] kioskText() {
        MessageDigest over = Hashes.sha256();
        signatures.forEach(over::update);
        return ("blokbadge/v1|kiosk\n"
                        + Bytes.text(Hashes.sha256().digest(transcript.bytes()))
                        + "\n"
                        + Bytes.text(over.digest()))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
