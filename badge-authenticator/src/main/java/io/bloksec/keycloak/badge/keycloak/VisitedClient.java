package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.wsfed.keycloak.SignOutVisit;
import java.net.URI;
import java.util.Comparator;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * An application that is visited at a sign-out to end its own session: the WS-Federation provider says whether and where. Without that
 * jar there is none.
 *
 * @param id Keycloak's own of the client
 */
record VisitedClient(String id, URI address) {

    private static final boolean HAS_WS_FEDERATION = hasWsFederation();

    /** @param back where the application sends the browser afterwards */
    static Optional<VisitedClient> of(ClientModel client, URI back) {
        return HAS_WS_FEDERATION && client.isEnabled()
                ? SignOutVisit.of(client, back).map(address -> new VisitedClient(client.getId(), address))
                : Optional.empty();
    }

    /**
     * The next one, always in the same order.
     *
     * @param visited the last one that was; null for none
     */
    static Optional<VisitedClient> after(RealmModel realm, String visited, URI back) {
        return realm.getClientsStream()
                .filter(each -> visited == null || each.getId().compareTo(visited) > 0)
                .map(each -> of(each, back))
                .flatMap(Optional::stream)
                .min(Comparator.comparing(VisitedClient::id));
    }

    private static boolean hasWsFederation() {
        try {
            Class.forName(
                    "io.bloksec.keycloak.wsfed.keycloak.SignOutVisit", false, VisitedClient.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
