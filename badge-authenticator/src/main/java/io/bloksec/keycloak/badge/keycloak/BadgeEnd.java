package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.OpenedSessionEntity;
import io.bloksec.keycloak.badge.card.OpenedSessions;
import java.util.List;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.UserSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** The end of a badge: it, its place in the consoles, and the sessions that it opened. */
final class BadgeEnd {

    private BadgeEnd() {}

    static BadgeEntity revoke(KeycloakSession session, RealmModel realm, BadgeEntity badge, String by) {
        BadgeEntity revoked = Engine.of(session).badges.revoke(realm.getId(), badge.bid, by);
        follow(session, realm, revoked);
        return revoked;
    }

    /** After it has ended, or is out of use for a while. */
    static void follow(KeycloakSession session, RealmModel realm, BadgeEntity ended) {
        if (ended.state().isFinal()) {
            UserModel user = session.users().getUserById(realm, ended.userId);
            if (user != null && ended.credentialId != null) {
                user.credentialManager().removeStoredCredentialById(ended.credentialId);
            }
        }
        endSessions(session, realm, ended.bid);
    }

    /** @return how many */
    static int endSessions(KeycloakSession session, RealmModel realm, String bid) {
        Engine engine = Engine.of(session);
        int ended = end(session, realm, engine.sessions.of(realm.getId(), bid));
        engine.sessions.forget(realm.getId(), bid);
        return ended;
    }

    /** Those that were opened at a registered workstation. @return how many */
    static int endSessionsAt(KeycloakSession session, RealmModel realm, String kioskId) {
        return end(session, realm, Engine.of(session).sessions.ofKiosk(realm.getId(), kioskId));
    }

    private static int end(KeycloakSession session, RealmModel realm, List<String> sessions) {
        int ended = 0;
        for (String id : sessions) {
            UserSessionModel offline = session.sessions().getOfflineUserSession(realm, id);
            if (offline != null) {
                new UserSessionManager(session).revokeOfflineUserSession(offline);
            }
            UserSessionModel online = session.sessions().getUserSession(realm, id);
            if (online != null) {
                AuthenticationManager.backchannelLogout(session, online, true);
            } else {
                removeUnfinished(session, realm, id);
            }
            ended += online != null || offline != null ? 1 : 0;
        }
        return ended;
    }

    /** A flow with further steps, in which the badge has done its part: its session would have this id. */
    private static void removeUnfinished(KeycloakSession session, RealmModel realm, String id) {
        RootAuthenticationSessionModel flow = session.authenticationSessions().getRootAuthenticationSession(realm, id);
        AuthenticationSessionModel current = session.getContext().getAuthenticationSession();
        boolean own = current != null && current.getParentSession().getId().equals(id);
        if (flow != null && !own) {
            session.authenticationSessions().removeRootAuthenticationSession(realm, flow);
        }
    }

    /** Those at workstations where nobody has been for too long, of all realms. Any server may do it. */
    static void endIdle(KeycloakSessionFactory factory) {
        OpenedSessions sessions =
                KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> Engine.of(session).sessions);
        long now = KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> Engine.of(session).badges.now());
        for (OpenedSessionEntity over : sessions.takeOver(now)) {
            KeycloakModelUtils.runJobInTransaction(factory, session -> {
                RealmModel realm = session.realms().getRealm(over.realmId);
                session.getContext().setRealm(realm);
                UserSessionModel online =
                        realm == null ? null : session.sessions().getUserSession(realm, over.id);
                if (online != null) {
                    endIdle(session, realm, online);
                }
            });
        }
    }

    /** Also where there is no request: applications hear of it from server to server as far as the server knows its own address. */
    static void endIdle(KeycloakSession session, RealmModel realm, UserSessionModel idle) {
        new EventBuilder(realm, session)
                .event(EventType.LOGOUT)
                .user(idle.getUser())
                .session(idle)
                .detail("blokbadge_idle", "true")
                .success();
        AuthenticationManager.backchannelLogout(session, realm, idle, null, null, null, true);
    }
}
