package io.bloksec.keycloak.badge.keycloak;

import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * An application that is visited at a sign-out, by a message of WS-Federation (1.2, section 13.2.4), to end its own session.
 *
 * @param id Keycloak's own of the client
 */
record VisitedClient(String id, URI address) {

    /** The WS-Federation provider's setting; its own sign-out goes by it, too. */
    private static final String SIGN_OUT_URL = "wsfed.signout.url";

    static Optional<VisitedClient> of(ClientModel client) {
        return client.isEnabled() && "wsfed".equals(client.getProtocol())
                ? address(client.getAttribute(SIGN_OUT_URL)).map(address -> new VisitedClient(client.getId(), address))
                : Optional.empty();
    }

    /**
     * Always in one order.
     *
     * @param visited the last one that was; null for none
     */
    static List<VisitedClient> after(RealmModel realm, String visited) {
        return realm.getClientsStream()
                .map(VisitedClient::of)
                .flatMap(Optional::stream)
                .filter(each -> visited == null || each.id.compareTo(visited) > 0)
                .sorted(Comparator.comparing(VisitedClient::id))
                .toList();
    }

    /** @param back where the application sends the browser afterwards */
    URI visit(URI back) {
        return UriBuilder.fromUri(address)
                .replaceQueryParam("wa", "wsignoutcleanup1.0")
                .replaceQueryParam("wreply", "{back}")
                .build(back.toString());
    }

    private static Optional<URI> address(String setting) {
        try {
            return Optional.ofNullable(setting)
                    .map(String::strip)
                    .filter(text -> text.startsWith("https://") || text.startsWith("http://"))
                    .map(URI::create)
                    .map(URI::normalize)
                    .filter(uri -> uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
