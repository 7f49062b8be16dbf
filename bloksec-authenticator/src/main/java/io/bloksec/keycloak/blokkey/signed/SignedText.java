package io.bloksec.keycloak.blokkey.signed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A statement that a device signs: its type and what a person was shown, in the canonical form of docs/blokkey-protocol.md.
 * The server builds it from its own rows and never reads it from a message.
 *
 * @param canonical the JSON, RFC 8785
 */
public record SignedText(TextType type, String canonical) {

    private static final String DOMAIN = "bloksec/blokkey/v1/";

    public static Builder of(TextType type) {
        return new Builder(type);
    }

    /** SHA-256 over domain, type, a zero byte and the canonical JSON: what both keys sign. */
    public byte[] hash() {
        MessageDigest sha256 = sha256();
        sha256.update((DOMAIN + type.label()).getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        return sha256.digest(canonical.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Collects members; a null one is absent. */
    public static final class Builder {
        private final TextType type;
        private final Map<String, Object> members = new LinkedHashMap<>();

        private Builder(TextType type) {
            this.type = type;
            members.put("version", 1);
        }

        public Builder with(String name, Object value) {
            if (value != null) {
                members.put(name, value);
            }
            return this;
        }

        /** @throws IllegalArgumentException when a value has no canonical form */
        public SignedText build() {
            return new SignedText(type, CanonicalJson.write(members));
        }
    }
}
