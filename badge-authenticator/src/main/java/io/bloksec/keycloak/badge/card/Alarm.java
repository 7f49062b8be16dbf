package io.bloksec.keycloak.badge.card;

/** Why somebody should look after a badge. Decides nothing; kept until an administrator says that it was looked after. */
public enum Alarm {
    /** Five wrong PINs in a row. */
    FIVE_WRONG,
    /** Ten: no more are taken. */
    LOCKED,
    /** It seems to be at two places at once. */
    COPIED,
    /** A badge was scanned that nobody has. */
    DECOY
}
