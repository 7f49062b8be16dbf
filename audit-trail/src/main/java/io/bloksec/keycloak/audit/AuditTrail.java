package io.bloksec.keycloak.audit;

import jakarta.persistence.EntityManager;

/**
 * What other modules write by. Their jars work without this one: whoever calls it looks first whether the class is there.
 */
public interface AuditTrail {

    /** Id of the provider that is one; its factory implements this interface. */
    String ID = "audit";

    /**
     * Inserts a record in the caller's transaction, so that there is none of the two without the other. Waits for nothing but this one
     * insert: the chain is made afterwards.
     *
     * @throws RuntimeException when it cannot be written; the caller's transaction must then not commit
     */
    void write(EntityManager em, AuditEntry entry);

    /** Whether each issued token is to be a record, too: by the server's setting, and not unless it is set. */
    boolean keepsTokens();

    /** Inserts a record some time in the next seconds; nobody waits for it. What cannot be written is counted and lost. */
    void writeLater(AuditEntry entry);
}
