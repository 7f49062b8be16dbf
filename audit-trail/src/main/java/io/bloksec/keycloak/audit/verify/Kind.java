package io.bloksec.keycloak.audit.verify;

import java.util.Locale;

/** What a finding is about. */
enum Kind {
    /** A line that the format does not have, or not there. */
    LINE(Severity.BROKEN),
    /** The last line is missing or counts otherwise. */
    END(Severity.BROKEN),
    /** A gap, a repetition, or a beginning that nothing explains. */
    NUMBER(Severity.BROKEN),
    /** A record does not follow the one before. */
    PREVIOUS(Severity.BROKEN),
    /** A record is not what its hash says. */
    HASH(Severity.BROKEN),
    /** A chained part that the format does not have. */
    RECORD(Severity.BROKEN),
    /** A personal part is not the one that was committed to. */
    COMMITMENT(Severity.BROKEN),
    /** A personal part is gone and nothing says that it was erased. */
    MISSING(Severity.BROKEN),
    /** A personal part contradicts its record. */
    PERSONAL(Severity.BROKEN),
    /** What must be once is there twice. */
    DUPLICATE(Severity.BROKEN),
    /** A statement that the format does not have, or one of something else. */
    STATEMENT(Severity.BROKEN),
    /** A signature that does not hold. */
    SIGNATURE(Severity.BROKEN),
    /** A device or badge that was not enrolled or bound, is removed, or has other keys. */
    DEVICE(Severity.BROKEN),
    /** A checkpoint that is not of this chain, or not in its place. */
    CHECKPOINT(Severity.BROKEN),
    /** A checkpoint or rotation of a key that is not trusted. */
    KEY(Severity.BROKEN),
    /** What a witness saw is not there. */
    WITNESS(Severity.BROKEN),
    /** An erasing or pruning that names what it cannot. */
    REMOVAL(Severity.BROKEN),
    /** No key given, or no checkpoint by one. */
    ANCHOR(Severity.UNANCHORED),
    /** Personal parts that were erased. */
    ERASED(Severity.WARNING),
    /** Records that were pruned. */
    PRUNED(Severity.WARNING),
    /** Records that are not linked yet. */
    UNLINKED(Severity.WARNING),
    /** Records after the last trusted checkpoint. */
    TAIL(Severity.WARNING),
    /** The signing key lies beside what it signs. */
    ANCHOR_NONE(Severity.WARNING),
    /** What a witness saw of records that are pruned. */
    WITNESS_PRUNED(Severity.WARNING);

    private final Severity severity;

    Kind(Severity severity) {
        this.severity = severity;
    }

    Severity severity() {
        return severity;
    }

    /** As in reports. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
