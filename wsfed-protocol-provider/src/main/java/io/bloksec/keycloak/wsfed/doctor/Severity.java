package io.bloksec.keycloak.wsfed.doctor;

/** How bad a finding is. */
public enum Severity {
    /** Sign-ins fail, or somebody can become somebody else. */
    ERROR,
    /** It works today. */
    WARNING
}
