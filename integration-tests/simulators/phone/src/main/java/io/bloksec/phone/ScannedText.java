package io.bloksec.phone;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a QR code or a link holds (protocol, <em>Codes on screens</em>). Only its form is judged: whether it is genuine
 * and young enough is the server's to say.
 *
 * @param kind what it is for
 * @param app the address before {@code #}
 * @param parts {@code QR}: request, issued, mac; {@code LINK}: request, mac; {@code ENROLMENT}: ticket
 * @param content the whole text
 */
public record ScannedText(Kind kind, String app, List<String> parts, String content) {

    /** The letter behind {@code #}: q, l or e. */
    public enum Kind {
        QR,
        LINK,
        ENROLMENT
    }

    private static final String ID = "([A-Za-z0-9_-]{21}[AQgw])";
    private static final Pattern QR =
            Pattern.compile("(https?://[^#]+)#q=1\\." + ID + "\\.(0|[1-9][0-9]{0,15})\\." + ID);
    private static final Pattern LINK = Pattern.compile("(https?://[^#]+)#l=1\\." + ID + "\\." + ID);
    private static final Pattern ENROLMENT =
            Pattern.compile("(https?://[^#]+)#e=1\\.([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])");
    private static final Pattern PAIRING_CODE = Pattern.compile("[ABCDEFGHJKLMNPQRSTUVWXYZ23456789]{10}");
    private static final int LONGEST = 1024;

    /** @throws IllegalArgumentException the text is none of the three */
    public static ScannedText parse(String content) {
        if (content.length() <= LONGEST) {
            Matcher qr = QR.matcher(content);
            if (qr.matches()) {
                return new ScannedText(Kind.QR, qr.group(1), List.of(qr.group(2), qr.group(3), qr.group(4)), content);
            }
            Matcher link = LINK.matcher(content);
            if (link.matches()) {
                return new ScannedText(Kind.LINK, link.group(1), List.of(link.group(2), link.group(3)), content);
            }
            Matcher enrolment = ENROLMENT.matcher(content);
            if (enrolment.matches()) {
                return new ScannedText(Kind.ENROLMENT, enrolment.group(1), List.of(enrolment.group(2)), content);
            }
        }
        throw new IllegalArgumentException("not a code of BlokKey");
    }

    /** @return whether a person may have meant a pairing code: any case, with or without spaces and hyphens */
    public static boolean isPairingCode(String typed) {
        return PAIRING_CODE
                .matcher(typed.replaceAll("[ -]", "").toUpperCase(Locale.ROOT))
                .matches();
    }
}
