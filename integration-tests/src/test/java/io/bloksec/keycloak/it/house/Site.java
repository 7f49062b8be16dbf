package io.bloksec.keycloak.it.house;

import java.net.URI;
import java.util.Locale;

/** Exists to answer, as Chromium does, which addresses belong together and which count as secure without TLS. */
final class Site {

    private Site() {}

    static boolean same(URI one, URI other) {
        return of(one).equals(of(other));
    }

    static boolean isTrustworthy(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return "https".equals(uri.getScheme())
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.");
    }

    /** Scheme and registrable name, never the port. The last two labels are enough for the names that tests use. */
    private static String of(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        String[] labels = host.split("\\.");
        boolean address = host.startsWith("[") || labels[labels.length - 1].matches("\\d+");
        String name = address || labels.length < 3 ? host : labels[labels.length - 2] + "." + labels[labels.length - 1];
        return uri.getScheme() + "://" + name;
    }
}
