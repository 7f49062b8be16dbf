package io.bloksec.keycloak.audit.verify;

import java.util.Set;

/**
 * What a verification came to.
 *
 * @param sha256 of the file, lower case hex: which export this is about
 * @param trusted thumbprints of the keys that were believed
 */
record Result(Options options, Header header, String sha256, Set<String> trusted, Counts counts, Findings findings) {

    /** 0 sound, 1 broken, 2 nothing trusted speaks for it. */
    int exitCode() {
        if (findings.count(Severity.BROKEN) > 0) {
            return 1;
        }
        return findings.count(Severity.UNANCHORED) > 0 ? 2 : 0;
    }

    String verdict() {
        return switch (exitCode()) {
            case 0 -> "sound";
            case 1 -> "broken";
            default -> "unanchored";
        };
    }
}
