package io.bloksec.keycloak.badge.protocol;

/**
 * What a registered kiosk signs beside badge or person: {@code blokbadge/v1|kiosk}, base64url of the transcript's SHA-256 and
 * base64url of the SHA-256 of the signatures under it, joined by LF. So what a kiosk signed is worth nothing with another
 * transcript or signature.
 */
public final class KioskText {

    private KioskText() {}

    /**
     * @param signatures one after the other in the order in which the {@link Purpose} names the signers
     * @return what ECDSA with P-256 and SHA-256 signs
     */
    public static byte[] of(Transcript transcript, byte[]... signatures) {
        return Crypto.ascii("blokbadge/v1|kiosk\n"
                + Crypto.base64url(transcript.hash())
                + "\n"
                + Crypto.base64url(Crypto.sha256(signatures)));
    }
}
