package io.bloksec.keycloak.audit.verify;

import java.time.Instant;
import java.util.List;

/** A result for a person to read: one line a fact, the first broken record before all others. */
final class TextReport {

    private static final int LISTED = 20;

    private TextReport() {}

    static String of(Result result) {
        Header header = result.header();
        Counts counts = result.counts();
        StringBuilder text = new StringBuilder();
        line(text, "Export of    " + header.issuer() + ", realm " + header.realm() + ", epoch " + header.epoch());
        line(text, "File         SHA-256 " + result.sha256());
        line(
                text,
                "Says         created " + instant(header.created()) + ", keys "
                        + header.keys().keySet());
        line(text, "Trusted      " + (result.trusted().isEmpty() ? "no key" : String.join(", ", result.trusted())));
        line(
                text,
                "Records      " + counts.records()
                        + (counts.records() == 0 ? "" : ", numbers " + counts.first() + " to " + counts.last())
                        + "; erased "
                        + counts.erased() + ", pruned before " + counts.pruned() + ", unlinked " + counts.unlinked());
        line(
                text,
                "Statements   " + counts.statements() + " with " + counts.signatures() + " signatures; enrolments "
                        + counts.enrolments());
        line(
                text,
                "Checkpoints  " + counts.checkpoints() + ", by trusted keys " + counts.trustedCheckpoints()
                        + ", the last one of record " + counts.protectedTo());
        line(text, "Witnessed    " + counts.witnessed() + ", found " + counts.confirmed());
        for (Severity severity : Severity.values()) {
            list(text, severity, result.findings());
        }
        line(text, "Result       " + result.verdict() + " (exit code " + result.exitCode() + ")");
        return text.toString();
    }

    private static void list(StringBuilder text, Severity severity, Findings findings) {
        List<Finding> kept = findings.of(severity);
        for (int i = 0; i < Math.min(LISTED, kept.size()); i++) {
            Finding finding = kept.get(i);
            String label = severity == Severity.BROKEN && i == 0 ? "FIRST BROKEN" : severity.name();
            line(
                    text,
                    String.format("%-13s", label) + finding.place() + ": "
                            + finding.kind().label() + ": " + printable(finding.message()));
        }
        if (findings.count(severity) > LISTED) {
            line(
                    text,
                    String.format("%-13s", severity.name()) + "and " + (findings.count(severity) - LISTED) + " more");
        }
    }

    /** Ids come from the file: they must not write on the reader's terminal. */
    private static String printable(String message) {
        return message.replaceAll("[\\p{Cntrl}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
