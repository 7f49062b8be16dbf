package io.bloksec.keycloak.blokkey.qr;

import io.bloksec.keycloak.blokkey.secret.RealmSecret;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sign-in's QR code says: which request, and when the code was made. Its key comes from the realm's secret and the
 * request's id, so that making one reads no row, and a code that somebody has photographed is soon worth nothing.
 *
 * @param issued milliseconds since 1970
 */
public record QrContent(String request, long issued) {

    /** From before its time (clocks) to this age a code is taken, milliseconds. */
    public static final long OLDEST = 10_000;

    public static final long YOUNGEST = -1_000;

    private static final String PURPOSE = "qr";
    private static final int MAC_BYTES = 16;
    private static final Pattern FORM =
            Pattern.compile(".*#q=1\\.([A-Za-z0-9_-]{22})\\.([0-9]{13})\\.([A-Za-z0-9_-]{22})");

    /** @param app address of the phone web app */
    public String toText(String app, RealmSecret secret) {
        return app + "#q=1." + request + "." + issued + "." + mac(secret, request, issued);
    }

    /** @return empty when it is not a code of this realm, whatever its age */
    public static Optional<QrContent> parse(String text, RealmSecret secret) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String request = form.group(1);
        long issued = Long.parseLong(form.group(2));
        return secret.isMac(form.group(3), PURPOSE, request, String.valueOf(issued), MAC_BYTES)
                ? Optional.of(new QrContent(request, issued))
                : Optional.empty();
    }

    public boolean isOfNow(long now) {
        long age = now - issued;
        return age >= YOUNGEST && age <= OLDEST;
    }

    private static String mac(RealmSecret secret, String request, long issued) {
        return secret.macText(PURPOSE, request, String.valueOf(issued), MAC_BYTES);
    }
}
