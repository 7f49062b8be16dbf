package io.bloksec.keycloak.audit.verify;

/**
 * How much there was.
 *
 * @param first number of the first record, 0 when there is none
 * @param last number of the last record
 * @param pruned records before the first
 * @param protectedTo number that the last trusted checkpoint names
 */
record Counts(
        long records,
        long first,
        long last,
        long unlinked,
        long erased,
        long pruned,
        long statements,
        long signatures,
        long enrolments,
        long checkpoints,
        long trustedCheckpoints,
        long protectedTo,
        long witnessed,
        long confirmed) {}
