package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.request.Binding;
import io.bloksec.keycloak.blokkey.request.Requests;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Ends the sessions of approvals that were reported after the browser had gone on. A session may come to be only after the report,
 * when the flow had further steps: for as long as a sign-in can last, this looks again each second.
 */
final class ReportedSessions {

    /** Longer than Keycloak lets a sign-in take, milliseconds. */
    private static final long WATCH = 60L * 60_000;

    private final KeycloakSessionFactory factory;
    private final Requests requests;
    private volatile long until;

    ReportedSessions(KeycloakSessionFactory factory, Requests requests) {
        this.factory = factory;
        this.requests = requests;
    }

    /** A report has come; also once at the beginning, for those that came to the server that ran here before. */
    void watch() {
        until = requests.now() + WATCH;
    }

    void end() {
        if (until == 0) {
            watch();
        }
        if (requests.now() > until) {
            return;
        }
        List<Requests.Reported> reported = requests.reportedAfterUse(requests.now() - WATCH);
        if (!reported.isEmpty()) {
            KeycloakModelUtils.runJobInTransaction(factory, session -> reported.forEach(each -> end(session, each)));
        }
    }

    private static void end(KeycloakSession session, Requests.Reported reported) {
        RealmModel realm = session.realms().getRealm(reported.realmId());
        if (realm == null) {
            return;
        }
        session.getContext().setRealm(realm);
        UserModel user = session.users().getUserById(realm, reported.userId());
        if (user != null) {
            openedBy(session, realm, user, reported.rootHash())
                    .forEach(each -> session.sessions().removeUserSession(realm, each));
        }
    }

    /** A session's id is that of the browser's authentication session, whose hash the row has. */
    static List<UserSessionModel> openedBy(KeycloakSession session, RealmModel realm, UserModel user, String rootHash) {
        return session.sessions()
                .getUserSessionsStream(realm, user)
                .filter(each -> Binding.hashOf(each.getId()).equals(rootHash))
                .toList();
    }
}
