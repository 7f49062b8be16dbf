package io.bloksec.keycloak.audit.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The part of a record that names somebody and can be erased, together with the salt that keeps its commitment from being guessed.
 *
 * @param salt 32 bytes
 * @param content one JSON object, UTF-8, as it was written
 */
public record PersonalPart(byte[] salt, byte[] content) {

    private static final int SALT = 32;

    /** @throws IllegalArgumentException when the salt has another length */
    public PersonalPart {
        if (salt.length != SALT) {
            throw new IllegalArgumentException("The salt has " + salt.length + " bytes, not " + SALT);
        }
        salt = salt.clone();
        content = content.clone();
    }

    /** With a fresh salt, written in canonical form. */
    public static PersonalPart of(ObjectNode content) {
        return new PersonalPart(Bytes.random(SALT), Canonical.bytes(content));
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    @Override
    public byte[] content() {
        return content.clone();
    }

    /** The chained part's member {@code personal}, as bytes. */
    public byte[] commitment() {
        return Hashes.of("personal", salt, content);
    }

    /** As in an export. */
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("salt", Bytes.text(salt))
                .put("content", Bytes.text(content));
    }
}
