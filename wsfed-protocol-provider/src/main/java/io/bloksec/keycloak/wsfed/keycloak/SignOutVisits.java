package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * Who is told when a session has ended, and how: in frames of one page, or one after the other at the top, where an application's cookies are its
 * own. Applications that come back may be visited; one that does not would keep the browser, so that is a setting.
 *
 * @param frames in one page, together
 * @param chain afterwards, one by one
 */
record SignOutVisits(List<Frame> frames, List<ClientModel> chain) {

    /** More than anybody signs in to; an address has an end. */
    private static final int MOST = 50;

    /** @param name for people */
    record Frame(String clientId, String name, URI address) {}

    /** Client ids. */
    List<String> told() {
        return Stream.concat(
                        frames.stream().map(Frame::clientId), chain.stream().map(ClientModel::getClientId))
                .toList();
    }

    /** Everyone who took part in the session and has an address for this. */
    static SignOutVisits of(UserSessionModel userSession) {
        List<AuthenticatedClientSessionModel> clients =
                List.copyOf(userSession.getAuthenticatedClientSessions().values());
        List<ClientModel> relyingParties = clients.stream()
                .map(AuthenticatedClientSessionModel::getClient)
                .filter(client -> SignOutVisit.of(client).isPresent())
                .toList();
        List<Frame> openId =
                clients.stream().flatMap(client -> openIdFrame(client).stream()).toList();
        if (relyingParties.size() == 1 && openId.isEmpty()) {
            return new SignOutVisits(List.of(), relyingParties);
        }
        Stream<Frame> framed = relyingParties.stream()
                .filter(client -> !new WsFedClient(client).signOutByRedirect())
                .map(client -> new Frame(
                        client.getClientId(),
                        new WsFedClient(client).displayName(),
                        SignOutVisit.of(client).orElseThrow()));
        return new SignOutVisits(
                Stream.concat(framed, openId.stream()).toList(),
                relyingParties.stream()
                        .filter(client -> new WsFedClient(client).signOutByRedirect())
                        .toList());
    }

    /** Internal ids between commas, as they travel in the address that a relying party sends the browser back to. */
    static String ids(List<ClientModel> clients) {
        return String.join(",", clients.stream().map(ClientModel::getId).toList());
    }

    /** Anyone may have written them: what they do not name is left out, and visiting a registered address is what any link can do. */
    static List<ClientModel> clients(RealmModel realm, String ids) {
        return Arrays.stream(ids.split(","))
                .limit(MOST)
                .map(realm::getClientById)
                .filter(Objects::nonNull)
                .filter(client -> SignOutVisit.of(client).isPresent())
                .toList();
    }

    /** Keycloak remembers these for one request only, and a sign-out with a SAML application in it takes several. */
    private static Optional<Frame> openIdFrame(AuthenticatedClientSessionModel clientSession) {
        ClientModel client = clientSession.getClient();
        OIDCAdvancedConfigWrapper settings = OIDCAdvancedConfigWrapper.fromClientModel(client);
        if (!OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol())
                || !client.isEnabled()
                || !settings.isFrontChannelLogoutEnabled()
                || !RelyingPartySettingsMapper.isWebAddress(settings.getFrontChannelLogoutUrl())) {
            return Optional.empty();
        }
        UriBuilder address = UriBuilder.fromUri(settings.getFrontChannelLogoutUrl());
        if (settings.isFrontChannelLogoutSessionRequired()) {
            // OpenID Connect Front-Channel Logout 1.0, section 3.
            address.queryParam("iss", "{iss}").queryParam("sid", "{sid}");
        }
        return Optional.of(new Frame(
                client.getClientId(),
                new WsFedClient(client).displayName(),
                address.build(
                        String.valueOf(clientSession.getNote(OIDCLoginProtocol.ISSUER)),
                        clientSession.getUserSession().getId())));
    }
}
