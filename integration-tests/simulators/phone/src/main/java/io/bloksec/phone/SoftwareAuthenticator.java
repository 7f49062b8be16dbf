package io.bloksec.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;

/**
 * The verification key (protocol, <em>Two keys</em>): one WebAuthn credential with its structures made by hand (WebAuthn
 * Level 3 sections 6.1, 6.5 and 5.8.1). The signatures are real; that a person was verified is only claimed.
 */
public final class SoftwareAuthenticator {

    /** A person was present. */
    public static final int UP = 0x01;
    /** A person was verified. */
    public static final int UV = 0x04;
    /** The key may be synced. */
    public static final int BE = 0x08;
    /** The key is synced. */
    public static final int BS = 0x10;

    private static final int AT = 0x40;
    private static final byte[] NO_AAGUID = new byte[16];
    private static final CBORFactory CBOR = new CBORFactory();

    private final String rpId;
    private final byte[] credentialId;
    private final KeyPair keys;
    private int flags = UP | UV;
    private long counter;
    private boolean counting = true;

    private SoftwareAuthenticator(String rpId, byte[] credentialId, KeyPair keys) {
        this.rpId = rpId;
        this.credentialId = credentialId;
        this.keys = keys;
    }

    /** A new credential for this relying party: flags UP and UV, bound to this device, counting. */
    public static SoftwareAuthenticator generate(String rpId) {
        return new SoftwareAuthenticator(rpId, Bytes.random(32), Es256.generate());
    }

    static SoftwareAuthenticator of(JsonNode json) {
        SoftwareAuthenticator authenticator = new SoftwareAuthenticator(
                Json.text(json, "rpId"),
                Bytes.decode(Json.text(json, "credentialId")),
                PossessionKey.keyPair(json.path("key")));
        authenticator.flags = (int) Json.integer(json, "flags");
        authenticator.counter = Json.integer(json, "counter");
        authenticator.counting = json.path("counting").asBoolean();
        return authenticator;
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("rpId", rpId).put("credentialId", Bytes.encode(credentialId));
        json.set("key", PossessionKey.privateJwk(keys));
        return json.put("flags", flags).put("counter", counter).put("counting", counting);
    }

    /** @param flags any of {@link #UP}, {@link #UV}, {@link #BE}, {@link #BS}, from the next use on */
    public SoftwareAuthenticator flags(int flags) {
        this.flags = flags;
        return this;
    }

    /** Behaves as a synced passkey does: BE and BS set, no counter. */
    public SoftwareAuthenticator synced() {
        counting = false;
        counter = 0;
        return flags(UP | UV | BE | BS);
    }

    /** @param counter the value of the last use, 0 to 2^32 − 1; the next use counts one more, if it counts */
    public SoftwareAuthenticator counter(long counter) {
        this.counter = counter;
        return this;
    }

    public long counter() {
        return counter;
    }

    /** @param counting false: the counter stays where it is */
    public SoftwareAuthenticator counting(boolean counting) {
        this.counting = counting;
        return this;
    }

    public String rpId() {
        return rpId;
    }

    public byte[] credentialId() {
        return credentialId.clone();
    }

    public ECPublicKey publicKey() {
        return (ECPublicKey) keys.getPublic();
    }

    /**
     * Answers {@code navigator.credentials.create()}.
     *
     * @param challenge the hash of the text {@code enrol}
     * @param authority null: format {@code none}; else {@code packed} with this authority's certificates
     * @return the message's member {@code attestation}: {@code clientDataJSON}, {@code attestationObject}
     */
    public ObjectNode create(byte[] challenge, String origin, AttestationAuthority authority, Tampering tampering) {
        byte[] clientData = clientData("webauthn.create", challenge, origin, tampering);
        byte[] data = tampering.authenticatorData(authenticatorData(
                flags | AT, attestedCredentialData(authority == null ? NO_AAGUID : AttestationAuthority.AAGUID)));
        return Json.object()
                .put("clientDataJSON", Bytes.encode(clientData))
                .put("attestationObject", Bytes.encode(attestationObject(data, clientData, authority)));
    }

    /**
     * Answers {@code navigator.credentials.get()}.
     *
     * @param challenge the hash of the text that is approved
     * @return the message's member {@code assertion}: {@code clientDataJSON}, {@code authenticatorData},
     *     {@code signature} (ASN.1, as WebAuthn has it)
     */
    public ObjectNode get(byte[] challenge, String origin, Tampering tampering) {
        byte[] clientData = clientData("webauthn.get", challenge, origin, tampering);
        byte[] data = tampering.authenticatorData(authenticatorData(flags, new byte[0]));
        byte[] signature = Es256.sign(Es256.DER, keys.getPrivate(), Bytes.concat(data, Bytes.sha256(clientData)));
        return Json.object()
                .put("clientDataJSON", Bytes.encode(clientData))
                .put("authenticatorData", Bytes.encode(data))
                .put("signature", Bytes.encode(signature));
    }

    private static byte[] clientData(String type, byte[] challenge, String origin, Tampering tampering) {
        ObjectNode clientData = Json.object()
                .put("type", type)
                .put("challenge", Bytes.encode(challenge))
                .put("origin", origin)
                .put("crossOrigin", false);
        tampering.clientData(clientData);
        return Json.bytes(clientData);
    }

    private byte[] authenticatorData(int flags, byte[] attested) {
        if (counting) {
            counter++;
        }
        return Bytes.concat(
                Bytes.sha256(Bytes.utf8(rpId)),
                ByteBuffer.allocate(5).put((byte) flags).putInt((int) counter).array(),
                attested);
    }

    private byte[] attestedCredentialData(byte[] aaguid) {
        return Bytes.concat(
                aaguid,
                ByteBuffer.allocate(2).putShort((short) credentialId.length).array(),
                credentialId,
                coseKey());
    }

    /** RFC 9053: 1 kty: 2 EC2, 3 alg: −7 ES256, −1 crv: 1 P-256, −2 x, −3 y. */
    private byte[] coseKey() {
        return cbor(generator -> {
            generator.writeStartObject(null, 5);
            generator.writeFieldId(1);
            generator.writeNumber(2);
            generator.writeFieldId(3);
            generator.writeNumber(-7);
            generator.writeFieldId(-1);
            generator.writeNumber(1);
            generator.writeFieldId(-2);
            generator.writeBinary(Es256.x(keys.getPublic()));
            generator.writeFieldId(-3);
            generator.writeBinary(Es256.y(keys.getPublic()));
            generator.writeEndObject();
        });
    }

    private static byte[] attestationObject(byte[] data, byte[] clientData, AttestationAuthority authority) {
        return cbor(generator -> {
            generator.writeStartObject(null, 3);
            generator.writeFieldName("fmt");
            generator.writeString(authority == null ? "none" : "packed");
            generator.writeFieldName("attStmt");
            if (authority == null) {
                generator.writeStartObject(null, 0);
            } else {
                generator.writeStartObject(null, 3);
                generator.writeFieldName("alg");
                generator.writeNumber(-7);
                generator.writeFieldName("sig");
                generator.writeBinary(authority.sign(Bytes.concat(data, Bytes.sha256(clientData))));
                generator.writeFieldName("x5c");
                generator.writeStartArray(null, authority.chain().size());
                for (X509Certificate certificate : authority.chain()) {
                    generator.writeBinary(encoded(certificate));
                }
                generator.writeEndArray();
            }
            generator.writeEndObject();
            generator.writeFieldName("authData");
            generator.writeBinary(data);
            generator.writeEndObject();
        });
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Writing {
        void to(CBORGenerator generator) throws IOException;
    }

    private static byte[] cbor(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator generator = CBOR.createGenerator(bytes)) {
            writing.to(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
