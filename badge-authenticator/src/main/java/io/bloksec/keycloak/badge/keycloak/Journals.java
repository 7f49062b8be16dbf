package io.bloksec.keycloak.badge.keycloak;

import org.keycloak.models.KeycloakSessionFactory;

/** Finds out whether records are kept; knows no class of the audit trail's, so that it can be asked without that jar. */
final class Journals {

    private static final String AUDIT_TRAIL = "io.bloksec.keycloak.audit.AuditTrail";

    private Journals() {}

    /** The audit trail's, or {@link Journal#NONE} where its jar is not there. */
    static Journal in(KeycloakSessionFactory factory) {
        try {
            Class.forName(AUDIT_TRAIL, false, Journals.class.getClassLoader());
            return new AuditJournal(factory);
        } catch (ClassNotFoundException e) {
            return Journal.NONE;
        }
    }
}
