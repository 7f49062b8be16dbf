package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.audit.chain.PublicJwk;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Hashes;
import java.security.PublicKey;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A statement as it stands in a record, read but not yet believed.
 *
 * @param possession thumbprint of the key that signed with {@code possessionSignature}
 * @param assertion null in {@code enrol}, {@code deny} and {@code report}
 * @param created null but in {@code enrol}
 * @param next null but in {@code rotate}
 */
record Statement(
        SignedText text,
        String possession,
        PublicKey possessionKey,
        byte[] possessionSignature,
        Assertion assertion,
        Creation created,
        Next next) {

    private static final String FORMAT = "blokkey/v1";
    private static final Set<String> COMMON = Set.of("format", "type", "text", "possession");
    /** What stands beside the common members. */
    private static final Map<String, Set<String>> OTHERS = Map.of(
            "approve", Set.of("verification"),
            "add-device", Set.of("verification"),
            "deny", Set.of(),
            "report", Set.of(),
            "enrol", Set.of("creation"),
            "rotate", Set.of("verification", "next"));

    /** The verification key's part, a WebAuthn assertion. */
    record Assertion(
            CoseKey key,
            byte[] credential,
            ClientData client,
            AuthenticatorData data,
            byte[] signed,
            byte[] signature) {}

    /** A new verification key. */
    record Creation(ClientData client, AuthenticatorData data) {}

    /** A new possession key. */
    record Next(String thumbprint, PublicKey key, byte[] signature) {}

    /** @throws IllegalArgumentException when it is not a statement of the format, or a structure of WebAuthn in it is not one */
    static Statement parse(JsonNode json) {
        if (!FORMAT.equals(json.path("format").textValue())) {
            throw new IllegalArgumentException("a statement that is not of format " + FORMAT);
        }
        String type = json.path("type").asText();
        Set<String> others = OTHERS.get(type);
        if (others == null) {
            throw new IllegalArgumentException("a statement of an unknown type");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!COMMON.contains(name) && !others.contains(name)) {
                throw new IllegalArgumentException("a statement " + type + " with the member " + name);
            }
        });
        SignedText text = SignedText.parse(type, string(json, "text"));
        JsonNode possession = json.path("possession");
        requireMembers(possession, 2);
        return new Statement(
                text,
                PublicJwk.thumbprint(requireP256(possession.path("key"))),
                PublicJwk.parse(possession.path("key")),
                bytes(possession, "signature"),
                others.contains("verification") ? assertion(json.path("verification"), text.hash()) : null,
                others.contains("creation") ? creation(json.path("creation"), text.hash()) : null,
                others.contains("next") ? next(json.path("next")) : null);
    }

    String type() {
        return text.type();
    }

    /** Hands out every signature of it. */
    void signatures(Consumer<StatementSignature> checks) {
        String of = " of the statement " + type();
        checks.accept(P256Signature.raw(
                "The possession key's signature" + of, possessionKey, text.hash(), possessionSignature));
        if (assertion != null) {
            checks.accept(P256Signature.asn1(
                    "The verification key's signature" + of,
                    assertion.key.publicKey(),
                    assertion.signed,
                    assertion.signature));
        }
        if (next != null) {
            checks.accept(P256Signature.raw(
                    "The new possession key's signature" + of, next.key, text.hash(), next.signature));
        }
    }

    private static Assertion assertion(JsonNode json, byte[] hash) {
        requireMembers(json, 5);
        byte[] clientData = bytes(json, "clientDataJSON");
        byte[] data = bytes(json, "authenticatorData");
        AuthenticatorData parsed = AuthenticatorData.parse(data);
        requireVerified(parsed);
        byte[] clientHash = Hashes.sha256().digest(clientData);
        byte[] signed = new byte[data.length + clientHash.length];
        System.arraycopy(data, 0, signed, 0, data.length);
        System.arraycopy(clientHash, 0, signed, data.length, clientHash.length);
        CoseKey key = CoseKey.of(Cbor.map(bytes(json, "key")));
        // Refuses what is no point of the curve here, where it is told as what it is.
        key.publicKey();
        return new Assertion(
                key,
                bytes(json, "credential"),
                ClientData.parse(clientData, "webauthn.get", hash),
                parsed,
                signed,
                bytes(json, "signature"));
    }

    private static Creation creation(JsonNode json, byte[] hash) {
        requireMembers(json, 2);
        AuthenticatorData data = AuthenticatorData.ofAttestation(bytes(json, "attestationObject"));
        requireVerified(data);
        return new Creation(ClientData.parse(bytes(json, "clientDataJSON"), "webauthn.create", hash), data);
    }

    private static Next next(JsonNode json) {
        requireMembers(json, 2);
        JsonNode jwk = requireP256(json.path("key"));
        return new Next(PublicJwk.thumbprint(jwk), PublicJwk.parse(jwk), bytes(json, "signature"));
    }

    private static void requireVerified(AuthenticatorData data) {
        if (!data.isVerified()) {
            throw new IllegalArgumentException("authenticator data without the flags UP and UV");
        }
    }

    private static JsonNode requireP256(JsonNode jwk) {
        if (!"P-256".equals(jwk.path("crv").textValue())) {
            throw new IllegalArgumentException("a possession key that is not of P-256");
        }
        return jwk;
    }

    private static void requireMembers(JsonNode json, int count) {
        if (!json.isObject() || json.size() != count) {
            throw new IllegalArgumentException("a statement with a part of missing or further members");
        }
    }

    private static byte[] bytes(JsonNode json, String name) {
        return Bytes.parse(json.path(name).textValue());
    }

    private static String string(JsonNode json, String name) {
        if (!json.path(name).isTextual()) {
            throw new IllegalArgumentException("a statement without " + name);
        }
        return json.path(name).textValue();
    }
}
