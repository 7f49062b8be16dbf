package io.bloksec.keycloak.badge.protocol;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** The kiosk page's side of the protocol: what is derived from a scanned badge and a PIN. */
public final class SimulatedBadge {

    private final BadgePayload payload;
    private final EpochContext context;

    public SimulatedBadge(BadgePayload payload, int epoch) {
        this.payload = payload;
        this.context = payload.context().epoch(epoch);
    }

    /** seedB. */
    public byte[] badgeSeed() {
        return Crypto.hkdf(Crypto.salt(), payload.half(), payload.context().of(Label.BADGE_KEY));
    }

    /** Kpin. */
    public byte[] pinKey() {
        return Crypto.hkdf(Crypto.salt(), payload.half(), context.of(Label.PIN_KEY));
    }

    /** p. */
    public byte[] stretchedPin(String pin, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(pin.toCharArray(), pinKey(), iterations, 256))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** t, from p. */
    public byte[] pinToken(byte[] stretchedPin) {
        return Crypto.hkdf(Crypto.salt(), stretchedPin, context.of(Label.PIN_TOKEN));
    }

    /** Kusr. */
    public byte[] userKey() {
        return Crypto.hkdf(Crypto.salt(), payload.half(), context.of(Label.USER_KEY));
    }

    /** seedA, from y. */
    public byte[] userSeed(byte[] answer) {
        return Crypto.hkdf(answer, userKey(), context.of(Label.USER_SIGN_KEY));
    }

    /** t, with as few rounds as a test needs. */
    public byte[] token(String pin) {
        return pinToken(stretchedPin(pin, 1));
    }

    public static byte[] publicKey(byte[] seed) {
        return Ed25519.publicKey(seed);
    }

    public static byte[] sign(byte[] seed, byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, new Ed25519PrivateKeyParameters(seed, 0));
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }
}
