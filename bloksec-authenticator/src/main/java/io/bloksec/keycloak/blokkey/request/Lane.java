package io.bloksec.keycloak.blokkey.request;

/** Why a person may be disturbed; each lane has its own limits, so that a stranger's noise never blocks the others. */
public enum Lane {
    /** The browser is one that the person chose. */
    KNOWN,
    /** An earlier step of the same flow has proven a factor of this person. */
    PROVEN,
    /** Anybody who knows a name. */
    UNKNOWN
}
