package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.message.PassiveParameters;
import io.bloksec.keycloak.wsfed.message.SignInRequest;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Sign-out (WS-Federation 1.2, section 13.2.4): ends the Keycloak session and leaves through a registered address of a client,
 * or ends at a page. A session that
 * ends otherwise takes its relying parties with it, see {@link #visit}.
 */
final class SignOut {

    /** User session note: where to go afterwards; checked before it is written. */
    private static final String REPLY_NOTE = "wsfed.sign_out_reply";

    /** User session note: the relying party's correlation id, for the event at the end. */
    private static final String CORRELATION_NOTE = "wsfed.sign_out_correlation";

    /** Event detail: client ids of those that were told, between spaces. */
    private static final String TOLD = "told";

    private final KeycloakSession session;
    private final RealmModel realm;

    SignOut(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /**
     * The {@code wreply} of a sign-out, when it may be used. Entra ID names no client there, so the address may be any client's.
     *
     * @param client the client that was named, already found valid
     * @return empty when there is no {@code wreply} or none that is registered
     */
    Optional<String> replyAddress(PassiveParameters parameters, Optional<ClientModel> client) {
        return parameters
                .nonEmpty("wreply")
                .filter(wreply -> client.map(
                                named -> new WsFedClient(named).replyAddresses().contains(wreply))
                        .orElseGet(() -> isRegistered(wreply)));
    }

    private boolean isRegistered(String address) {
        return realm.getClientsStream()
                .filter(any -> WsFedClient.isOne(any) && any.isEnabled())
                .anyMatch(any -> new WsFedClient(any).replyAddresses().contains(address));
    }

    /**
     * @param request its own parameters, for the question that may come first
     */
    Response start(Optional<String> replyAddress, PassiveParameters request, boolean posted) {
        AuthenticationManager.AuthResult signedIn =
                AuthenticationManager.authenticateIdentityCookie(session, realm, false);
        if (signedIn == null) {
            return leave(replyAddress);
        }
        UserSessionModel userSession = signedIn.session();
        if (new SignOutConfirmation(realm).isOpen(userSession, request, posted)) {
            return new SignOutPages(session)
                    .confirm(endpoint(), new SignOutConfirmation(realm).ask(userSession, request));
        }
        userSession.setNote(AuthenticationManager.KEYCLOAK_LOGOUT_PROTOCOL, WsFedLoginProtocol.ID);
        note(userSession, REPLY_NOTE, replyAddress);
        note(userSession, CORRELATION_NOTE, SignInRequest.clientRequestId(request));
        return goOnWith(userSession);
    }

    /**
     * Sends the browser to a relying party that wants to end its own session, top-level: in a frame its cookies would be another site's. It
     * comes back to {@link #goOn}. A sign-out that began with this protocol tells everyone at its end.
     */
    Optional<Response> visit(UserSessionModel userSession, ClientModel client) {
        if (WsFedLoginProtocol.ID.equals(userSession.getNote(AuthenticationManager.KEYCLOAK_LOGOUT_PROTOCOL))) {
            return Optional.empty();
        }
        return SignOutVisit.of(client, comingBack(List.of(), Optional.empty()))
                .map(address -> Response.seeOther(address).build());
    }

    /**
     * A relying party has ended its session: on to the next one. Anyone may call this; it goes on with a sign-out and begins none.
     *
     * @param next who is still to be visited: {@link SignOutVisits#ids}
     * @param wreply where to go then; checked here, as it comes from anyone
     */
    Response goOn(Optional<String> next, Optional<String> wreply) {
        AuthenticationManager.AuthResult signedIn =
                AuthenticationManager.authenticateIdentityCookie(session, realm, false);
        if (signedIn != null && signedIn.session().getState() == UserSessionModel.State.LOGGING_OUT) {
            return goOnWith(signedIn.session());
        }
        Optional<String> replyAddress = wreply.filter(this::isRegistered);
        return visitNext(next.map(ids -> SignOutVisits.clients(realm, ids)).orElse(List.of()), replyAddress);
    }

    Response finish(UserSessionModel userSession, EventBuilder event) {
        Optional<String> replyAddress = Optional.ofNullable(userSession.getNote(REPLY_NOTE));
        SignOutVisits visits = SignOutVisits.of(userSession);
        event.event(EventType.LOGOUT).user(userSession.getUser()).session(userSession);
        Optional.ofNullable(userSession.getNote(CORRELATION_NOTE))
                .ifPresent(id -> event.detail(ErrorPages.CORRELATION_ID, id));
        replyAddress.ifPresent(address -> event.detail(Details.REDIRECT_URI, address));
        if (!visits.told().isEmpty()) {
            event.detail(TOLD, String.join(" ", visits.told()));
        }
        event.success();
        if (visits.frames().isEmpty()) {
            return visitNext(visits.chain(), replyAddress);
        }
        Optional<URI> onward = visits.chain().isEmpty()
                ? replyAddress.map(URI::create)
                : Optional.of(comingBack(visits.chain(), replyAddress));
        return new SignOutPages(session).telling(visits.frames(), onward);
    }

    private Response visitNext(List<ClientModel> clients, Optional<String> replyAddress) {
        return clients.isEmpty()
                ? leave(replyAddress)
                : Response.seeOther(SignOutVisit.of(
                                        clients.get(0), comingBack(clients.subList(1, clients.size()), replyAddress))
                                .orElseThrow())
                        .build();
    }

    /** Where the browser is sent back to after a visit. Keycloak's session has ended by then, so what is left to do is in the address. */
    private URI comingBack(List<ClientModel> next, Optional<String> replyAddress) {
        UriBuilder address = UriBuilder.fromUri(endpoint()).path(WsFedEndpoint.SIGNED_OUT_PATH);
        if (!next.isEmpty()) {
            address.queryParam("next", SignOutVisits.ids(next));
        }
        replyAddress.ifPresent(reply -> address.queryParam("wreply", "{wreply}").resolveTemplate("wreply", reply));
        return address.build();
    }

    private Response goOnWith(UserSessionModel userSession) {
        return AuthenticationManager.browserLogout(
                session,
                realm,
                userSession,
                session.getContext().getUri(),
                session.getContext().getConnection(),
                session.getContext().getRequestHeaders());
    }

    private static void note(UserSessionModel userSession, String name, Optional<String> value) {
        value.ifPresentOrElse(text -> userSession.setNote(name, text), () -> userSession.removeNote(name));
    }

    private URI endpoint() {
        return WsFedEndpoint.uri(session.getContext().getUri(), realm).build();
    }

    private Response leave(Optional<String> replyAddress) {
        return replyAddress
                .map(address -> Response.seeOther(URI.create(address)).build())
                .orElseGet(() -> new SignOutPages(session).done());
    }
}
