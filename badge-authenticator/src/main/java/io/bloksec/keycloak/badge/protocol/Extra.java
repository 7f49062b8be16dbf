package io.bloksec.keycloak.badge.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * What a transcript says beyond its fixed lines: users and keys. Written as base64url(SHA-256(fields joined by LF)), a line
 * of 43 characters; {@code -} when there is nothing more to say. Keys are base64url, badges hexadecimal, numbers decimal.
 *
 * @param purpose the only one with which it may stand
 * @param line the transcript's last
 * @param fields of which the line is the hash, the purpose first; none where it is {@code -}
 */
public record Extra(Purpose purpose, String line, List<String> fields) {

    /** How a new key came to be trusted. */
    public enum Mode {
        /** By an activation code. */
        CODE("code"),
        /** By a manager who stood beside. */
        VOUCH("vouch");

        private final String text;

        Mode(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** For which kiosks a PIN is good: belongs to the epoch, as the PIN's length was chosen for it. */
    public enum KioskRule {
        REQUIRED("required"),
        PREFERRED("preferred"),
        OFF("off");

        private final String text;

        KioskRule(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * The rules that an epoch keeps until it ends.
     *
     * @param pinLength the fewest digits, 4 to 20
     */
    public record EpochRules(KioskRule kiosk, int pinLength) {

        /** @throws IllegalArgumentException when the length is not from 4 to 20 */
        public EpochRules {
            if (pinLength < 4 || pinLength > 20) {
                throw new IllegalArgumentException("PINs have 4 to 20 digits");
            }
        }
    }

    /** {@code -}, for present and auth. */
    public static Extra none(Purpose purpose) {
        if (purpose != Purpose.PRESENT && purpose != Purpose.AUTH) {
            throw new IllegalArgumentException(purpose.text() + " says more");
        }
        return new Extra(purpose, "-", List.of());
    }

    /** {@code bind}, user, B, A, epoch, mode, kiosk rule, PIN length. */
    public static Extra bind(UserRef user, byte[] b, byte[] a, int epoch, Mode mode, EpochRules rules) {
        return of(Purpose.BIND, user.text(), key(b), key(a), number(epoch), mode.text, rules.kiosk.text, pin(rules));
    }

    /** {@code rekey}, user, B, old A, new A, new epoch, kiosk rule, PIN length. */
    public static Extra rekey(UserRef user, byte[] b, byte[] oldA, byte[] newA, int newEpoch, EpochRules rules) {
        return of(
                Purpose.REKEY,
                user.text(),
                key(b),
                key(oldA),
                key(newA),
                number(newEpoch),
                rules.kiosk.text,
                pin(rules));
    }

    /** {@code renew}, user, old badge, new badge, old A, new B, new A, the new badge's epoch, kiosk rule, PIN length. */
    public static Extra renew(
            UserRef user,
            BadgeId oldBadge,
            BadgeId newBadge,
            byte[] oldA,
            byte[] newB,
            byte[] newA,
            int newEpoch,
            EpochRules rules) {
        return of(
                Purpose.RENEW,
                user.text(),
                oldBadge.hex(),
                newBadge.hex(),
                key(oldA),
                key(newB),
                key(newA),
                number(newEpoch),
                rules.kiosk.text,
                pin(rules));
    }

    /** {@code vouch}, the worker's badge, user and epoch, the worker's new A. */
    public static Extra vouch(BadgeId badge, UserRef user, int epoch, byte[] newA) {
        return of(Purpose.VOUCH, badge.hex(), user.text(), number(epoch), key(newA));
    }

    private static Extra of(Purpose purpose, String... fields) {
        List<String> all = new ArrayList<>(List.of(purpose.text()));
        all.addAll(List.of(fields));
        byte[] hash = Crypto.sha256(Crypto.ascii(String.join("\n", all)));
        return new Extra(purpose, Crypto.base64url(hash), List.copyOf(all));
    }

    private static String key(byte[] key) {
        return Crypto.base64url(Crypto.checkLength(key, Ed25519.KEY_LENGTH, "A public key"));
    }

    private static String pin(EpochRules rules) {
        return number(rules.pinLength);
    }

    private static String number(int number) {
        return Integer.toString(number);
    }
}
