package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.PublicJwk;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Canonical;
import io.bloksec.keycloak.audit.record.Hashes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/** Exists to sign what a phone signs (docs/blokkey-protocol.md) with keys of its own; writes WebAuthn's structures by hand. */
final class TestPhone {

    static final String ORIGIN = "https://phone.example.com";
    private static final int UP = 0x01;
    private static final int UV = 0x04;
    private static final int AT = 0x40;

    final String device = Bytes.text(Bytes.random(16));
    final String user;
    private final byte[] credential = Bytes.random(20);
    private final KeyPair verification = keys();
    private KeyPair possession = keys();
    private String origin = ORIGIN;
    private int flags = UP | UV;

    TestPhone(String user) {
        this.user = user;
    }

    /** One that was set up at another site. */
    TestPhone at(String otherOrigin) {
        origin = otherOrigin;
        return this;
    }

    /** One that from now on does not ask for finger or face. */
    TestPhone withoutVerification() {
        flags = UP;
        return this;
    }

    ObjectNode enrol(String enrolment) {
        ObjectNode text = text().put("enrolment", enrolment)
                .put("name", "Ana's phone")
                .put("possessionKey", PublicJwk.thumbprint(possession.getPublic()))
                .put("rpId", "phone.example.com")
                .put("origin", origin);
        ObjectNode statement = statement("enrol", text);
        byte[] hash = hash("enrol", text);
        statement
                .putObject("creation")
                .put("clientDataJSON", Bytes.text(clientData("webauthn.create", hash)))
                .put("attestationObject", Bytes.text(attestation()));
        return statement;
    }

    ObjectNode approve(String request) {
        ObjectNode text = decision("approve", request);
        ObjectNode statement = statement("approve", text);
        statement.set("verification", assertion(hash("approve", text)));
        return statement;
    }

    ObjectNode deny(String request) {
        return statement("deny", decision("deny", request));
    }

    /** From now on it signs with the new key. */
    ObjectNode rotate() {
        KeyPair next = keys();
        ObjectNode text = text().put("possessionKey", PublicJwk.thumbprint(next.getPublic()));
        ObjectNode statement = statement("rotate", text);
        byte[] hash = hash("rotate", text);
        statement.set("verification", assertion(hash));
        statement
                .putObject("next")
                .put("signature", Bytes.text(sign("SHA256withECDSAinP1363Format", next, hash)))
                .set("key", PublicJwk.of(next.getPublic()));
        possession = next;
        return statement;
    }

    private ObjectNode text() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", 1)
                .put("issuer", TestTrail.ISSUER)
                .put("realm", "corp")
                .put("nonce", Bytes.text(Bytes.random(16)))
                .put("user", user)
                .put("device", device);
    }

    private ObjectNode decision(String decision, String request) {
        return text().put("request", request)
                .put("client", "urn:federation:MicrosoftOnline")
                .put("clientName", "Microsoft 365")
                .put("decision", decision);
    }

    private ObjectNode statement(String type, ObjectNode text) {
        ObjectNode statement = JsonNodeFactory.instance
                .objectNode()
                .put("format", "blokkey/v1")
                .put("type", type)
                .put("text", Canonical.of(text));
        statement
                .putObject("possession")
                .put("signature", Bytes.text(sign("SHA256withECDSAinP1363Format", possession, hash(type, text))))
                .set("key", PublicJwk.of(possession.getPublic()));
        return statement;
    }

    private ObjectNode assertion(byte[] hash) {
        byte[] client = clientData("webauthn.get", hash);
        byte[] data = authenticatorData(flags, new byte[0]);
        byte[] signed = concat(data, Hashes.sha256().digest(client));
        return JsonNodeFactory.instance
                .objectNode()
                .put("key", Bytes.text(cose()))
                .put("credential", Bytes.text(credential))
                .put("clientDataJSON", Bytes.text(client))
                .put("authenticatorData", Bytes.text(data))
                .put("signature", Bytes.text(sign("SHA256withECDSA", verification, signed)));
    }

    private byte[] clientData(String type, byte[] hash) {
        JsonNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("challenge", Bytes.text(hash))
                .put("origin", origin)
                .put("crossOrigin", false);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authenticatorData(int flags, byte[] attested) {
        byte[] rpIdHash = Hashes.sha256().digest("phone.example.com".getBytes(StandardCharsets.UTF_8));
        return concat(rpIdHash, new byte[] {(byte) flags, 0, 0, 0, 0}, attested);
    }

    /** {@code {"fmt": "none", "attStmt": {}, "authData": …}}. */
    private byte[] attestation() {
        byte[] attested = concat(
                new byte[16],
                ByteBuffer.allocate(2).putShort((short) credential.length).array(),
                credential,
                cose());
        byte[] data = authenticatorData(UP | UV | AT, attested);
        return concat(
                new byte[] {(byte) 0xa3},
                text("fmt"),
                text("none"),
                text("attStmt"),
                new byte[] {(byte) 0xa0},
                text("authData"),
                new byte[] {0x58, (byte) data.length},
                data);
    }

    /** {@code {1: 2, 3: -7, -1: 1, -2: x, -3: y}}. */
    private byte[] cose() {
        var point = ((ECPublicKey) verification.getPublic()).getW();
        return concat(
                new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20},
                fixed(point.getAffineX()),
                new byte[] {0x22, 0x58, 0x20},
                fixed(point.getAffineY()));
    }

    private static byte[] text(String value) {
        return concat(new byte[] {(byte) (0x60 | value.length())}, value.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] fixed(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, fixed.length);
        System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
        return fixed;
    }

    private static byte[] hash(String type, ObjectNode text) {
        MessageDigest digest = Hashes.sha256();
        digest.update(("bloksec/blokkey/v1/" + type + "\0").getBytes(StandardCharsets.US_ASCII));
        return digest.digest(Canonical.bytes(text));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sign(String algorithm, KeyPair keys, byte[] message) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
