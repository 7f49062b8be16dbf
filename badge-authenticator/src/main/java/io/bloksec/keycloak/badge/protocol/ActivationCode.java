package io.bloksec.keycloak.badge.protocol;

import java.security.MessageDigest;

/**
 * What is kept of an activation code: HMAC(K, ctxE("activation-code") ‖ 0x00 ‖ code), 32 bytes, under a key that is not in the
 * database. A hash without a key would be searched through within hours, as the codes are short.
 */
public final class ActivationCode {

    private ActivationCode() {}

    /**
     * @param key the realm's {@link MasterKey.Purpose#ACTIVATION_CODE}
     * @param code ASCII digits
     */
    public static byte[] mac(byte[] key, EpochContext context, String code) {
        return context.mac(key, Label.ACTIVATION_CODE, Crypto.utf8(code));
    }

    /** In constant time. */
    public static boolean matches(byte[] key, EpochContext context, String code, byte[] mac) {
        return MessageDigest.isEqual(mac(key, context, code), mac);
    }
}
