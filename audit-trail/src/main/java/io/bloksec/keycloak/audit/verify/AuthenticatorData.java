package io.bloksec.keycloak.audit.verify;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What an authenticator says of itself (WebAuthn Level 3 section 6.1).
 *
 * @param credential id of the new credential; null in an assertion
 * @param key of the new credential; null in an assertion
 */
record AuthenticatorData(byte[] rpIdHash, int flags, byte[] credential, CoseKey key) {

    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;
    private static final int EXTENDED = 0x80;
    private static final int AAGUID = 16;
    private static final int COUNTER = 4;

    /** @throws IllegalArgumentException when it is not such a structure, or more than one */
    static AuthenticatorData parse(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            byte[] rpIdHash = take(in, 32);
            int flags = in.get() & 0xff;
            take(in, COUNTER);
            byte[] credential = null;
            CoseKey key = null;
            if ((flags & ATTESTED) != 0) {
                take(in, AAGUID);
                credential = take(in, in.getShort() & 0xffff);
                key = CoseKey.of(readMap(in));
            }
            if ((flags & EXTENDED) != 0) {
                readMap(in);
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("authenticator data with something behind it");
            }
            return new AuthenticatorData(rpIdHash, flags, credential, key);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("authenticator data that ends early", e);
        }
    }

    /** Of an attestation object (section 6.5); who attested it is not looked at. */
    static AuthenticatorData ofAttestation(byte[] attestationObject) {
        Map<?, ?> object = Cbor.map(attestationObject);
        if (object.size() == 3
                && object.get("fmt") instanceof String
                && object.get("attStmt") instanceof Map
                && object.get("authData") instanceof byte[] data) {
            AuthenticatorData parsed = parse(data);
            if (parsed.key != null) {
                return parsed;
            }
        }
        throw new IllegalArgumentException("not an attestation object with a new key");
    }

    boolean isVerified() {
        return (flags & PRESENT) != 0 && (flags & VERIFIED) != 0;
    }

    private static Map<?, ?> readMap(ByteBuffer in) {
        if (Cbor.read(in) instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("not a CBOR map");
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
