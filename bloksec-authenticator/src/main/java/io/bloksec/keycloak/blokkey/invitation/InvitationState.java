package io.bloksec.keycloak.blokkey.invitation;

/** {@code INVITED → ENROLLING → ACTIVE}; whatever else it ends in, no phone comes of it. */
public enum InvitationState {
    /** Nobody has brought keys. */
    INVITED,
    /** A phone has brought keys, and the person has not confirmed it yet. */
    ENROLLING,
    /** It has made a phone, and serves no more. */
    ACTIVE,
    /** An administrator took it back. */
    CANCELLED,
    /** Two browsers brought a phone each: nobody knows which one was meant. */
    VOID,
    /** A newer invitation, or a phone by another way, came instead. */
    SUPERSEDED,
    /** As {@link #INVITED} or {@link #ENROLLING}, too late; never stored. */
    EXPIRED
}
