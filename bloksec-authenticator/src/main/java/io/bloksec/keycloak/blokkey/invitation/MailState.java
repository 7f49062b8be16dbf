package io.bloksec.keycloak.blokkey.invitation;

/** {@code WAITING → SENDING → SENT | FAILED}. */
public enum MailState {
    WAITING,
    SENDING,
    SENT,
    FAILED
}
