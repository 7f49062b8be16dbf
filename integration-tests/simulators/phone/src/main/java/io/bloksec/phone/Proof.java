package io.bloksec.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * The proof of possession (protocol, section of that name): a JWS in compact form. Header and claims are open so that a
 * test can spoil exactly one thing before it signs.
 */
public final class Proof {

    /** The header of the call that carries the proof. */
    public static final String HEADER = "BlokKey-Proof";
    /** The header of an answer with the problem {@code proof-time}; a proof repeats it as claim {@code nonce}. */
    public static final String NONCE_HEADER = "BlokKey-Nonce";

    private final ObjectNode header =
            Json.object().put("typ", "blokkey-proof+jwt").put("alg", "ES256");
    private final ObjectNode claims = Json.object();

    /**
     * @param method {@code htm}, as in the request's first line
     * @param address {@code htu}, without query
     * @param body the bytes that {@code bsh} covers; empty for none
     * @param now becomes {@code iat}, in seconds
     */
    public Proof(String method, String address, byte[] body, Instant now) {
        claims.put("htm", method)
                .put("htu", address)
                .put("iat", now.getEpochSecond())
                .put("jti", Bytes.encode(Bytes.random(16)))
                .put("bsh", Bytes.encode(Bytes.sha256(body)));
    }

    /** Names the device, as on every call but {@code enrol/finish}. */
    public Proof device(String device) {
        header.put("kid", device);
        return this;
    }

    /** Carries the new key, as on {@code enrol/finish} alone. */
    public Proof key(JsonNode publicJwk) {
        header.set("jwk", publicJwk);
        return this;
    }

    /** @param nonce what the server sent in {@link #NONCE_HEADER} */
    public Proof nonce(String nonce) {
        claims.put("nonce", nonce);
        return this;
    }

    public ObjectNode header() {
        return header;
    }

    public ObjectNode claims() {
        return claims;
    }

    /** @return the JWS with the key's ES256 signature, whatever the header says of its algorithm */
    public String signedBy(PossessionKey key) {
        return signed(key::sign);
    }

    /** @param signer makes the signature of the signing input, both in bytes */
    public String signed(UnaryOperator<byte[]> signer) {
        String input = Bytes.encode(Json.bytes(header)) + "." + Bytes.encode(Json.bytes(claims));
        return input + "." + Bytes.encode(signer.apply(Bytes.utf8(input)));
    }
}
