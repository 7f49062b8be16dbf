package io.bloksec.keycloak.badge.keycloak;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The session that this browser still has, of the person before. It ends as Keycloak ends sessions, top-level through every application that
 * wants to be visited; if one of them does not come back, without them.
 *
 * <p>Ending it takes a ticket that only our own pages show: otherwise an image on any page could sign people out.
 */
final class PreviousSession {

    private static final String TICKET = "blokbadge.sign_out_ticket";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeycloakSession session;
    private final RealmModel realm;
    final UserSessionModel userSession;

    private PreviousSession(KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        this.session = session;
        this.realm = realm;
        this.userSession = userSession;
    }

    static Optional<PreviousSession> of(KeycloakSession session, RealmModel realm) {
        return Optional.ofNullable(AuthenticationManager.authenticateIdentityCookie(session, realm, true))
                .map(AuthenticationManager.AuthResult::session)
                .map(userSession -> new PreviousSession(session, realm, userSession));
    }

    String ticket() {
        String ticket = userSession.getNote(TICKET);
        if (ticket == null) {
            byte[] bytes = new byte[32];
            RANDOM.nextBytes(bytes);
            ticket = TabNotes.text(bytes);
            userSession.setNote(TICKET, ticket);
        }
        return ticket;
    }

    boolean isTicket(String shown) {
        String ticket = userSession.getNote(TICKET);
        return ticket != null
                && shown != null
                && MessageDigest.isEqual(
                        ticket.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** Where a browser goes to end it. */
    URI signOut() {
        return org.keycloak.common.util.KeycloakUriBuilder.fromUri(KioskClient.address(session, realm, "sign-out"))
                .queryParam("ticket", ticket())
                .build();
    }

    /** From application to application, then to the page {@code out}. */
    jakarta.ws.rs.core.Response end() {
        ClientModel client = realm.getClientByClientId(KioskClient.ID);
        if (client != null) {
            session.getContext().setClient(client);
        }
        AuthenticationSessionModel logout = AuthenticationManager.createOrJoinLogoutSession(
                session, realm, new AuthenticationSessionManager(session), userSession, true, true);
        logout.setAuthNote(
                OIDCLoginProtocol.LOGOUT_REDIRECT_URI,
                KioskClient.address(session, realm, "out").toString());
        userSession.setNote(AuthenticationManager.KEYCLOAK_LOGOUT_PROTOCOL, OIDCLoginProtocol.LOGIN_PROTOCOL);
        return AuthenticationManager.browserLogout(
                session,
                realm,
                userSession,
                session.getContext().getUri(),
                session.getContext().getConnection(),
                session.getContext().getRequestHeaders());
    }

    /** At once, and whatever the applications say. */
    void endNow() {
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(org.keycloak.events.EventType.LOGOUT)
                .user(userSession.getUser())
                .session(userSession)
                .detail("blokbadge_forced", "true")
                .success();
        AuthenticationManager.backchannelLogout(session, userSession, true);
        AuthenticationManager.expireIdentityCookie(session);
    }
}
