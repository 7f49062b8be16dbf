package io.bloksec.keycloak.badge.protocol;

/**
 * What a browser signs to become a registered workstation: {@code blokbadge/v1|pair}, realm id, the page's origin, base64url of the pairing
 * code's SHA-256 and base64url of the key, joined by LF. The code is good once, so the text needs no other nonce.
 */
public final class PairingText {

    private PairingText() {}

    /** @param code as {@link PairingCode#of} has it */
    public static byte[] of(RealmId realm, String origin, String code, KioskKey key) {
        return Crypto.ascii(String.join(
                "\n",
                "blokbadge/v1|pair",
                realm.text(),
                origin,
                Crypto.base64url(Crypto.sha256(Crypto.ascii(code))),
                Crypto.base64url(key.bytes())));
    }
}
