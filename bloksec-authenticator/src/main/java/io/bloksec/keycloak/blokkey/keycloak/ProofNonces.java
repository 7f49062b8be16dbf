package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.PossessionProof;
import io.bloksec.keycloak.blokkey.secret.RealmSecret;

/** The server's time as a token, for devices whose clock is wrong; nothing is stored. */
final class ProofNonces {

    private static final String PURPOSE = "proof-nonce";

    private ProofNonces() {}

    static String next(RealmSecret secret, long seconds) {
        return seconds + "." + secret.macText(PURPOSE, "", String.valueOf(seconds));
    }

    static boolean isOfThisMinute(String nonce, RealmSecret secret, long seconds) {
        int dot = nonce.indexOf('.');
        if (dot < 1 || dot > 12) {
            return false;
        }
        try {
            long made = Long.parseLong(nonce.substring(0, dot));
            return Math.abs(seconds - made) <= PossessionProof.TOLERANCE
                    && secret.isMac(nonce.substring(dot + 1), PURPOSE, "", String.valueOf(made));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
