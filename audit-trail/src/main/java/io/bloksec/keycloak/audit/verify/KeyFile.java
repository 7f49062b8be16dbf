package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.PublicJwk;
import io.bloksec.keycloak.audit.chain.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** A file with one public key, Ed25519 or P-256: a JWK (RFC 7517), or X.509 in PEM (RFC 7468 section 13). */
final class KeyFile {

    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    /** What makes the key; a JWK may say more about it, such as its use. */
    private static final List<String> NECESSARY = List.of("kty", "crv", "x", "y");

    private KeyFile() {}

    static PublicKey read(Path file) throws UnreadableException {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            return text.startsWith("{") ? ofJwk(text) : ofPem(text);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableException("The key file " + file + " holds no public key: " + e.getMessage(), e);
        }
    }

    private static PublicKey ofJwk(String text) {
        ObjectNode jwk = StrictJson.object(text);
        if (jwk.has("d")) {
            throw new IllegalArgumentException("it is a private key, which must not be here");
        }
        JsonNode necessary = jwk.retain(NECESSARY);
        return PublicJwk.parse(necessary);
    }

    private static PublicKey ofPem(String text) throws GeneralSecurityException {
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IllegalArgumentException("it is neither a JWK nor PEM of a PUBLIC KEY");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
        for (String algorithm : List.of("Ed25519", "EC")) {
            try {
                PublicKey key = KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
                PublicJwk.of(key);
                return key;
            } catch (GeneralSecurityException e) {
                // Not of this kind: the other one is tried.
            }
        }
        throw new IllegalArgumentException("it is neither an Ed25519 nor a P-256 key");
    }
}
