package io.bloksec.keycloak.badge.card;

/** Why a badge, a PIN or a code does not do. Told to whoever has the badge in hand only. */
public enum Refusal {
    /** Unknown, of another person now, or its row is not as this server wrote it: one answer for all of them. */
    UNKNOWN,
    /** Its time has not come. */
    NOT_YET,
    /** Its time is over. */
    EXPIRED,
    SUSPENDED,
    /** Another badge has taken its place. */
    REPLACED,
    REVOKED,
    /** Ten wrong PINs in a row. */
    LOCKED,
    /** Too soon after wrong PINs. */
    WAIT,
    /** Too many wrong PINs in three months. */
    BUDGET,
    /** It has changed since it was scanned. */
    CHANGED,
    /** Took too long, or belongs to another tab, or was used. */
    STALE,
    /** No code, or one that is over or was tried too often. */
    CODE_DEAD,
    /** Another person's badge is needed for this one, and this is none that may. */
    MAY_NOT_VOUCH,
    /** Only at a registered kiosk. */
    KIOSK_NEEDED,
    /** This browser is no registered workstation any more, or not now, or not in that network. */
    KIOSK_REFUSED,
    /** Registered, but not for this person or application. */
    NOT_HERE,
    /** A signature is wrong: no person can cause that. */
    FORGED,
    /** The person may not sign in. */
    DISABLED,
    /** Somebody else has begun this sign-in. */
    OTHER_PERSON,
    /** Too many scans from there. */
    BUSY,
    /** No master key, or no database. */
    UNAVAILABLE
}
