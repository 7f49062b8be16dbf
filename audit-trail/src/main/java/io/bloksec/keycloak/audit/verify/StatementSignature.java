package io.bloksec.keycloak.audit.verify;

/** A signature that waits to be checked: the costly part, which needs nothing but itself. */
interface StatementSignature {

    /** Whose it is, for a finding. */
    String what();

    boolean holds();
}
