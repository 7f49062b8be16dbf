package io.bloksec.demo.https;

import java.util.ArrayList;
import java.util.List;

/** What {@code ./start --https} says to somebody with a phone in the hand. */
final class PhoneSheet {

    private static final String INDENT = "     ";

    private final HostName name;
    private final String fingerprint;
    private final String caUrl;
    private final String appUrl;

    /**
     * @param caPort of the {@link CaEndpoint}
     * @param appUrl where the phone's web app is
     */
    PhoneSheet(HostName name, String fingerprint, int caPort, String appUrl) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.caUrl = "http://" + name + ":" + caPort + CaEndpoint.PATH;
        this.appUrl = appUrl;
    }

    /** @param colour whether a terminal reads it, and not a file */
    List<String> lines(boolean colour) {
        List<String> lines = new ArrayList<>();
        if (name.isAddress()) {
            lines.addAll(List.of(
                    "  NOTE: browsers make no keys for an address of numbers (WebAuthn demands a name). Under " + name,
                    "        people can sign in, but BlokKey cannot be set up in a phone's browser. Give --https a name that",
                    "        leads here, for example this machine's name with .local behind it, if the phone finds it by that.",
                    ""));
        }
        lines.addAll(List.of(
                "  A phone in the same network:", "  1. It trusts the demo's certificate, once. Scan or type", ""));
        code(lines, caUrl, colour);
        lines.addAll(List.of(
                INDENT + "Compare the SHA-256 fingerprint on the phone before you trust it:",
                INDENT + fingerprint.substring(0, 48),
                INDENT + fingerprint.substring(48),
                "",
                INDENT
                        + "Android  Settings, search for \"CA certificate\", Install anyway, choose demo-ca.crt among the downloads",
                INDENT
                        + "iPhone   in Safari: Allow. Settings, Profile Downloaded, Install. Then Settings, General, About,",
                INDENT + "         Certificate Trust Settings: switch it on",
                "",
                "  2. It opens the app. Scan or type",
                ""));
        code(lines, appUrl, colour);
        lines.addAll(List.of(
                "  Everybody in this network can reach the demo while it runs. Afterwards, remove the certificate from the phone:",
                "  docs/blokkey.md, \"Trying it with a real phone\"."));
        return lines;
    }

    private static void code(List<String> lines, String url, boolean colour) {
        lines.add(INDENT + url);
        lines.add("");
        TerminalQr.lines(url, colour).forEach(line -> lines.add(INDENT + line));
        lines.add("");
    }
}
