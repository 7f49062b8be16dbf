package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.message.PassiveParameters;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;

/**
 * Sign-out (WS-Federation 1.2, section 13.2.4): ends the Keycloak session and leaves through a registered address of a client,
 * or ends at a page. A session that
 * ends otherwise takes its relying parties with it, see {@link #visit}.
 */
final class SignOut {

    /** User session note: where to go afterwards; checked before it is written. */
    private static final String REPLY_NOTE = "wsfed.sign_out_reply";

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
                        .orElseGet(() -> realm.getClientsStream()
                                .filter(any -> WsFedClient.isOne(any) && any.isEnabled())
                                .anyMatch(any ->
                                        new WsFedClient(any).replyAddresses().contains(wreply))));
    }

    Response start(Optional<String> replyAddress) {
        AuthenticationManager.AuthResult signedIn =
                AuthenticationManager.authenticateIdentityCookie(session, realm, false);
        if (signedIn == null) {
            return leave(replyAddress);
        }
        UserSessionModel userSession = signedIn.session();
        userSession.setNote(AuthenticationManager.KEYCLOAK_LOGOUT_PROTOCOL, WsFedLoginProtocol.ID);
        replyAddress.ifPresentOrElse(
                address -> userSession.setNote(REPLY_NOTE, address), () -> userSession.removeNote(REPLY_NOTE));
        return AuthenticationManager.browserLogout(
                session,
                realm,
                userSession,
                session.getContext().getUri(),
                session.getContext().getConnection(),
                session.getContext().getRequestHeaders());
    }

    /**
     * Sends the browser to a relying party that wants to end its own session, top-level: in a frame its cookies would be another site's. It
     * comes back to {@link #goOn}. A sign-out that began with this protocol visits nobody yet.
     */
    Optional<Response> visit(UserSessionModel userSession, ClientModel client) {
        if (WsFedLoginProtocol.ID.equals(userSession.getNote(AuthenticationManager.KEYCLOAK_LOGOUT_PROTOCOL))) {
            return Optional.empty();
        }
        URI back = WsFedEndpoint.uri(session.getContext().getUri(), realm)
                .path(WsFedEndpoint.SIGNED_OUT_PATH)
                .build();
        return SignOutVisit.of(client, back)
                .map(address -> Response.seeOther(address).build());
    }

    /** A relying party has ended its session: on to the next one. Anyone may call this; it goes on with a sign-out and begins none. */
    Response goOn() {
        AuthenticationManager.AuthResult signedIn =
                AuthenticationManager.authenticateIdentityCookie(session, realm, false);
        if (signedIn == null || signedIn.session().getState() != UserSessionModel.State.LOGGING_OUT) {
            return leave(Optional.empty());
        }
        return AuthenticationManager.browserLogout(
                session,
                realm,
                signedIn.session(),
                session.getContext().getUri(),
                session.getContext().getConnection(),
                session.getContext().getRequestHeaders());
    }

    Response finish(UserSessionModel userSession, EventBuilder event) {
        event.event(EventType.LOGOUT)
                .user(userSession.getUser())
                .session(userSession)
                .success();
        return leave(Optional.ofNullable(userSession.getNote(REPLY_NOTE)));
    }

    private Response leave(Optional<String> replyAddress) {
        return replyAddress
                .map(address -> Response.seeOther(URI.create(address)).build())
                .orElseGet(() -> session.getProvider(LoginFormsProvider.class)
                        .setDetachedAuthSession()
                        .setSuccess(Messages.SUCCESS_LOGOUT)
                        .createInfoPage());
    }
}
