package io.bloksec.keycloak.badge.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.protocol.Ed25519;
import io.bloksec.keycloak.badge.protocol.KioskKey;
import io.bloksec.keycloak.badge.protocol.KioskText;
import io.bloksec.keycloak.badge.protocol.Transcript;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A transcript and the signatures under it, as docs/audit-trail-format.md has a statement of format {@code blokbadge/v1}.
 *
 * @param salt by which the transcript names its person; null where it names none
 * @param signatures in the order in which the purpose names the signers
 * @param kiosk of the registered workstation that the transcript names; null where it names none
 */
public record Statement(Transcript transcript, byte[] salt, List<Signature> signatures, AtKiosk kiosk) {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** One of a transcript's signatures. */
    public record Signature(byte[] key, byte[] signature) {}

    /** A registered workstation's signature, beside all others. */
    public record AtKiosk(KioskKey key, byte[] signature) {}

    /** Whether every signature is good, the workstation's first; see {@link Ed25519}. */
    public boolean isSigned() {
        byte[] text = transcript.bytes();
        return isSignedByKiosk()
                && signatures.stream().allMatch(each -> Ed25519.verifies(each.key(), text, each.signature()));
    }

    private boolean isSignedByKiosk() {
        if (transcript.kioskId() == null || kiosk == null) {
            return transcript.kioskId() == null && kiosk == null;
        }
        byte[][] others = signatures.stream().map(Signature::signature).toArray(byte[][]::new);
        return kiosk.key().verifies(KioskText.of(transcript, others), kiosk.signature());
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("format", "blokbadge/v1")
                .put("type", transcript.purpose().text())
                .put("transcript", new String(transcript.bytes(), StandardCharsets.US_ASCII));
        if (salt != null) {
            ArrayNode extra = json.putArray("extra");
            transcript.extra().fields().forEach(extra::add);
            json.put("salt", BASE64URL.encodeToString(salt));
        }
        ArrayNode all = json.putArray("signatures");
        for (Signature each : signatures) {
            all.addObject()
                    .put("key", BASE64URL.encodeToString(each.key()))
                    .put("signature", BASE64URL.encodeToString(each.signature()));
        }
        if (kiosk != null) {
            json.putObject("kiosk")
                    .put("signature", BASE64URL.encodeToString(kiosk.signature()))
                    .set("key", kiosk.key().jwk());
        }
        return json;
    }
}
