package io.bloksec.keycloak.badge.card;

/** What was done with a badge and its person is to hear at the next sign-in. */
public enum Notice {
    ISSUED,
    RESET,
    ACTIVATED
}
