package io.bloksec.keycloak.audit.record;

/** How well a device protects its verification key, as the server judged: A best. */
public enum Grade {
    A,
    B,
    C
}
