package io.bloksec.keycloak.blokkey.device;

import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.util.Arrays;

/**
 * The WebAuthn credential of a device, as the enrolment left it.
 *
 * @param credentialId base64url
 * @param attestedData the WebAuthn structure "attested credential data", base64url: it holds the public key
 * @param rpId fixed at the enrolment
 * @param origin fixed at the enrolment, compared as a whole
 * @param backupEligible whether the key can be copied to other devices; never changes (WebAuthn Level 3 section 6.1.3)
 * @param signCount highest seen
 */
public record VerificationKey(
        String credentialId, String attestedData, String rpId, String origin, boolean backupEligible, long signCount) {

    /** The public key as COSE writes it: what follows AAGUID, length and id (WebAuthn Level 3 section 6.5.1). */
    public byte[] coseKey() {
        byte[] attested = attestedBytes();
        int idLength = (attested[16] & 0xff) << 8 | attested[17] & 0xff;
        return Arrays.copyOfRange(attested, 18 + idLength, attested.length);
    }

    byte[] attestedBytes() {
        return Bytes.parse(attestedData);
    }
}
