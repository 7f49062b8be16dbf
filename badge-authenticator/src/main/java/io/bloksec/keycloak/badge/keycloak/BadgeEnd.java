package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.UserSessionManager;

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
            }
            ended += online != null || offline != null ? 1 : 0;
        }
        return ended;
    }
}
