package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.StrictJson;
import io.bloksec.keycloak.audit.record.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;

/** What a device signed: docs/blokkey-protocol.md, section Signed texts. */
record SignedText(String type, ObjectNode members, byte[] hash) {

    private static final String DOMAIN = "bloksec/blokkey/v1/";

    /** @throws IllegalArgumentException when the text is not flat, not canonical, or holds what cannot be shown */
    static SignedText parse(String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ObjectNode members = StrictJson.canonical(bytes);
        for (JsonNode value : members) {
            if (value.isContainerNode()) {
                throw new IllegalArgumentException("a signed text that is not flat");
            }
            if (value.isTextual() && !isPrintable(value.textValue())) {
                throw new IllegalArgumentException("a signed text with characters that cannot be shown");
            }
        }
        MessageDigest digest = Hashes.sha256();
        digest.update((DOMAIN + type).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return new SignedText(type, members, digest.digest(bytes));
    }

    /** @throws IllegalArgumentException when the text has no such string */
    String member(String name) {
        String value = members.path(name).textValue();
        if (value == null) {
            throw new IllegalArgumentException("a text " + type + " without " + name);
        }
        return value;
    }

    private static boolean isPrintable(String value) {
        return value.codePoints().noneMatch(SignedText::isHidden)
                && Normalizer.isNormalized(value, Normalizer.Form.NFC);
    }

    private static boolean isHidden(int point) {
        return Character.getType(point) == Character.CONTROL
                || point == 0x061C
                || point == 0x200E
                || point == 0x200F
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
