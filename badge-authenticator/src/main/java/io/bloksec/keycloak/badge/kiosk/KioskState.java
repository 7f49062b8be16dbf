package io.bloksec.keycloak.badge.kiosk;

/** What a workstation may do. */
public enum KioskState {
    /** No browser has been paired yet. */
    WAITING,
    ACTIVE,
    /** Out of use until it is enabled again. */
    DISABLED,
    /** For ever. */
    REVOKED
}
