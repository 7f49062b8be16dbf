package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The twelve lines that a badge and its person sign: docs/protocol/blokbadge-v1.md, section Transcripts.
 *
 * @param text as it was signed
 * @param kiosk null for none
 * @param time seconds since 1970
 * @param extra {@code -}, or the hash of what it says beyond
 */
record BadgeTranscript(
        String text,
        String purpose,
        String realm,
        String origin,
        String badge,
        int epoch,
        String nonce,
        String session,
        String kiosk,
        long time,
        String extra) {

    private static final int LINES = 12;
    private static final int HASH = 32;
    private static final Pattern BADGE = Pattern.compile("[0-9a-f]{24}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,12}");

    /** @throws IllegalArgumentException when it is not of that form */
    static BadgeTranscript parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != LINES || !lines[0].equals("blokbadge/v1")) {
            throw new IllegalArgumentException("a transcript that is not twelve lines of blokbadge/v1");
        }
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)
                || !BADGE.matcher(lines[5]).matches()
                || !NUMBER.matcher(lines[6]).matches()
                || !NUMBER.matcher(lines[10]).matches()) {
            throw new IllegalArgumentException("a transcript with a line of another form");
        }
        Bytes.parse(lines[7], HASH);
        Bytes.parse(lines[8], HASH);
        if (!lines[11].equals("-")) {
            Bytes.parse(lines[11], HASH);
        }
        return new BadgeTranscript(
                text,
                lines[1],
                lines[2],
                lines[3],
                lines[5],
                Math.toIntExact(Long.parseLong(lines[6])),
                lines[7],
                lines[8],
                lines[9].equals("-") ? null : lines[9],
                Long.parseLong(lines[10]),
                lines[11]);
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
