package io.bloksec.keycloak.audit.store;

/** Another node was faster: what this one did is undone, and nothing is lost. */
public final class OvertakenException extends RuntimeException {

    OvertakenException(String realmId) {
        super("Another node has gone on with the chain of realm " + realmId);
    }
}
