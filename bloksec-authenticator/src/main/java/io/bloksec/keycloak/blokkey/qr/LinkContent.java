package io.bloksec.keycloak.blokkey.qr;

import io.bloksec.keycloak.blokkey.secret.RealmSecret;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a sign-in's link to the app on the same device says: which request. It is as good as long as the request. */
public record LinkContent(String request) {

    private static final String PURPOSE = "link";
    private static final int MAC_BYTES = 16;
    private static final Pattern FORM = Pattern.compile(".*#l=1\\.([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{22})");

    /** @param app address of the phone web app */
    public String toText(String app, RealmSecret secret) {
        return app + "#l=1." + request + "." + secret.macText(PURPOSE, request, "", MAC_BYTES);
    }

    /** @return empty when it is not a link of this realm */
    public static Optional<LinkContent> parse(String text, RealmSecret secret) {
        Matcher form = FORM.matcher(text);
        return form.matches() && secret.isMac(form.group(2), PURPOSE, form.group(1), "", MAC_BYTES)
                ? Optional.of(new LinkContent(form.group(1)))
                : Optional.empty();
    }
}
