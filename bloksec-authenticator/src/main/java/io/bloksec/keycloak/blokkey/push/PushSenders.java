package io.bloksec.keycloak.blokkey.push;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** Finds the sender for a kind of address. */
@FunctionalInterface
public interface PushSenders {

    /** @param kind see {@link PushAddress#kind()} */
    Optional<PushSender> of(String kind);

    /** The installed ones, made for this session's realm. */
    static PushSenders of(KeycloakSession session) {
        return kind -> Optional.ofNullable(session.getProvider(PushSender.class, kind));
    }
}
