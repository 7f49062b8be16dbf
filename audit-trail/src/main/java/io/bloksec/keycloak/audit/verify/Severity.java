package io.bloksec.keycloak.audit.verify;

/** What a finding means for the whole. */
enum Severity {
    /** The trail is not what was written. */
    BROKEN,
    /** Nothing that the caller trusts speaks for the trail. */
    UNANCHORED,
    /** True of a sound trail, too; to be known. */
    WARNING
}
