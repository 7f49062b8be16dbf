package io.bloksec.keycloak.badge.protocol;

import java.util.regex.Pattern;

/**
 * What badge and person sign (docs/protocol/blokbadge-v1.md, "Transcripts"): always 12 lines of ASCII joined by LF, none after
 * the last. The server builds it from its own state and reads none from a message.
 *
 * @param badge realm and badge
 * @param origin the page's {@code location.origin}
 * @param clientId the application's id; written in base64url of UTF-8
 * @param epoch the PIN's generation; 0 with {@link Purpose#PRESENT}, when the page does not know it yet
 * @param nonce 32 random bytes of the server's
 * @param session the tab
 * @param kioskId 1 to 64 of {@code A-Z a-z 0-9 _ -}, or null without a kiosk
 * @param time when the server gave the nonce out, in seconds since 1970 UTC
 * @param extra for the purpose that it names
 */
public record Transcript(
        BadgeContext badge,
        String origin,
        String clientId,
        int epoch,
        byte[] nonce,
        SessionHash session,
        String kioskId,
        long time,
        Extra extra) {

    /** Bytes of a nonce. */
    public static final int NONCE_LENGTH = 32;

    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.:\\[\\]_-]+");
    private static final Pattern KIOSK = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String NO_KIOSK = "-";

    /** @throws IllegalArgumentException when a field has not its form */
    public Transcript {
        check(ORIGIN.matcher(origin).matches(), "origin");
        check(clientId != null && !clientId.isEmpty(), "client");
        check(extra.purpose() == Purpose.PRESENT ? epoch == 0 : epoch >= 1, "epoch");
        check(nonce.length == NONCE_LENGTH, "nonce");
        // A kiosk of this name would read like none.
        check(kioskId == null || KIOSK.matcher(kioskId).matches() && !kioskId.equals(NO_KIOSK), "kiosk");
        check(time > 0, "time");
    }

    public Purpose purpose() {
        return extra.purpose();
    }

    /** What Ed25519 signs, itself and not its hash. */
    public byte[] bytes() {
        return Crypto.ascii(String.join(
                "\n",
                "blokbadge/v1",
                purpose().text(),
                badge.realm().text(),
                origin,
                Crypto.base64url(Crypto.utf8(clientId)),
                badge.badge().hex(),
                Integer.toString(epoch),
                Crypto.base64url(nonce),
                session.text(),
                kioskId == null ? NO_KIOSK : kioskId,
                Long.toString(time),
                extra.line()));
    }

    /** SHA-256, as kiosks and records refer to it. */
    public byte[] hash() {
        return Crypto.sha256(bytes());
    }

    private static void check(boolean holds, String field) {
        if (!holds) {
            throw new IllegalArgumentException("The transcript's " + field + " has another form");
        }
    }
}
