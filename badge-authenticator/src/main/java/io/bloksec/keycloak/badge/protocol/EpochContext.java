package io.bloksec.keycloak.badge.protocol;

/**
 * ctxE of the protocol: ctxB and {@code |epoch}, for what ends with the PIN.
 *
 * @param epoch the PIN's generation, from 1
 */
public record EpochContext(BadgeContext badge, int epoch) {

    /** @throws IllegalArgumentException when the epoch is below 1 */
    public EpochContext {
        if (epoch < 1) {
            throw new IllegalArgumentException("Epochs start at 1");
        }
    }

    /** In ASCII. */
    public byte[] of(Label label) {
        return Crypto.ascii(badge.text(label) + "|" + epoch);
    }

    /** HMAC(key, ctxE(label) ‖ 0x00 ‖ message). */
    byte[] mac(byte[] key, Label label, byte[] message) {
        return Crypto.hmac(key, of(label), new byte[1], message);
    }
}
