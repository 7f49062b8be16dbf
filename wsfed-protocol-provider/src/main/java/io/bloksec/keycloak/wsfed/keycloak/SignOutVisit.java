package io.bloksec.keycloak.wsfed.keycloak;

import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import org.keycloak.models.ClientModel;

/** The message by which a relying party ends its own session (WS-Federation 1.2, section 13.2.4). BlokBadge sends it, too. */
public final class SignOutVisit {

    private SignOutVisit() {}

    /**
     * @param back where the relying party sends the browser afterwards
     * @return where to send the browser; empty when the client is no relying party, or wants no visit
     */
    public static Optional<URI> of(ClientModel client, URI back) {
        return of(client)
                .map(address -> UriBuilder.fromUri(address)
                        .replaceQueryParam("wreply", "{back}")
                        .build(back.toString()));
    }

    /** The same for a frame or a window of its own, from which nobody comes back. */
    static Optional<URI> of(ClientModel client) {
        return Optional.of(client)
                .filter(WsFedClient::isOne)
                .flatMap(one -> new WsFedClient(one).signOutAddress())
                .map(address -> UriBuilder.fromUri(address)
                        .replaceQueryParam("wa", "wsignoutcleanup1.0")
                        .build());
    }
}
