package io.bloksec.keycloak.audit.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/** What anybody may see: the keys that sign checkpoints. */
public final class AuditResource {

    private final KeycloakSession session;

    AuditResource(KeycloakSession session) {
        this.session = session;
    }

    /** A JWK Set (RFC 7517), oldest first. For information: a verifier is given keys by somebody who can vouch for them. */
    @GET
    @Path("keys")
    public Response keys() {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        Engine.of(session)
                .checkpoints
                .publicKeys(session.getContext().getRealm().getId())
                .forEach(set.putArray("keys")::add);
        return Answers.json(set);
    }
}
