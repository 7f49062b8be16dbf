package io.bloksec.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Map;

/** The possession key (protocol, <em>Two keys</em>): ECDSA P-256. Here it lies in memory and in the phone's file. */
public final class PossessionKey {

    private final KeyPair keys;

    private PossessionKey(KeyPair keys) {
        this.keys = keys;
    }

    public static PossessionKey generate() {
        return new PossessionKey(Es256.generate());
    }

    /**
     * @param jwk private JWK (RFC 7517) with {@code x}, {@code y} and {@code d}
     * @throws IllegalArgumentException not a private P-256 key
     */
    public static PossessionKey of(JsonNode jwk) {
        return new PossessionKey(keyPair(jwk));
    }

    static KeyPair keyPair(JsonNode jwk) {
        if (!"EC".equals(jwk.path("kty").textValue())
                || !"P-256".equals(jwk.path("crv").textValue())) {
            throw new IllegalArgumentException("not a P-256 key");
        }
        return Es256.keyPair(coordinate(jwk, "x"), coordinate(jwk, "y"), coordinate(jwk, "d"));
    }

    private static byte[] coordinate(JsonNode jwk, String member) {
        byte[] bytes = Bytes.decode(jwk.path(member).asText());
        if (bytes.length != 32) {
            throw new IllegalArgumentException("not a P-256 key: " + member);
        }
        return bytes;
    }

    static ObjectNode publicJwk(KeyPair keys) {
        return Json.object()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", Bytes.encode(Es256.x(keys.getPublic())))
                .put("y", Bytes.encode(Es256.y(keys.getPublic())));
    }

    static ObjectNode privateJwk(KeyPair keys) {
        return publicJwk(keys).put("d", Bytes.encode(Es256.d(keys.getPrivate())));
    }

    /** @return {@code kty}, {@code crv}, {@code x}, {@code y}, and nothing else */
    public ObjectNode publicJwk() {
        return publicJwk(keys);
    }

    ObjectNode privateJwk() {
        return privateJwk(keys);
    }

    /** @return the RFC 7638 thumbprint, SHA-256, in base64url */
    public String thumbprint() {
        ObjectNode jwk = publicJwk();
        return Bytes.encode(Bytes.sha256(Bytes.utf8(CanonicalJson.of(Map.of(
                "kty", Json.text(jwk, "kty"),
                "crv", Json.text(jwk, "crv"),
                "x", Json.text(jwk, "x"),
                "y", Json.text(jwk, "y"))))));
    }

    /**
     * @param data is hashed once more: for a possession signature the 32 bytes of the text's hash
     * @return 64 bytes {@code r ‖ s}
     */
    public byte[] sign(byte[] data) {
        return Es256.sign(Es256.RAW, keys.getPrivate(), data);
    }

    /** @return the possession signature over the text, 64 bytes */
    public byte[] sign(SignedText text) {
        return sign(text.hash());
    }

    public boolean verify(byte[] data, byte[] signature) {
        return Es256.verify(Es256.RAW, keys.getPublic(), data, signature);
    }

    public ECPublicKey publicKey() {
        return (ECPublicKey) keys.getPublic();
    }
}
