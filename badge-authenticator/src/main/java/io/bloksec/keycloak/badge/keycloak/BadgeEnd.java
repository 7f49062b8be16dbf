package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.OpenedSessionEntity;
import java.util.List;
import org.jboss.logging.Logger;
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

    private static final Logger LOG = Logger.getLogger(BadgeEnd.class);

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

    /**
     * Those at workstations where nobody has been for too long, of all realms. Any server may do it; one that fails is left for the next
     * time.
     */
    static void endIdle(KeycloakSessionFactory factory, List<OpenedSessionEntity> over) {
        for (OpenedSessionEntity each : over) {
            try {
                KeycloakModelUtils.runJobInTransaction(factory, session -> endIdle(session, each));
            } catch (RuntimeException e) {
                LOG.warnf(
                        e,
                        "A session at workstation %s, where nobody is, is not ended; this is tried again",
                        each.kioskId);
            }
        }
    }

    private static void endIdle(KeycloakSession session, OpenedSessionEntity over) {
        if (!Engine.of(session).sessions.take(Tab.entityManager(session), over)) {
            return;
        }
        RealmModel realm = session.realms().getRealm(over.realmId);
        session.getContext().setRealm(realm);
        UserSessionModel online = realm == null ? null : session.sessions().getUserSession(realm, over.id);
        if (online != null) {
            KioskEvents.ended(session, realm, online, KioskEvents.IDLE);
            // Without a request: applications hear of it from server to server as far as the server knows its own
            // address.
            AuthenticationManager.backchannelLogout(session, realm, online, null, null, null, true);
        }
    }
}
