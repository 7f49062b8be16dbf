package io.bloksec.keycloak.audit.witness;

import java.io.IOException;

/** Takes checkpoints, in their order, and keeps them. */
public interface Witness {

    /** As in the settings and in the table, at most 20 characters. */
    String name();

    /**
     * @param jws in compact form, ASCII
     * @throws IOException when it was not taken; it is offered again
     */
    void take(String realmId, long sequence, String jws) throws IOException;
}
