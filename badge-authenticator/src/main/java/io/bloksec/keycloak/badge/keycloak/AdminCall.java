package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** One call of the admin REST: who asks about which realm, what it is about, and what is told of it afterwards. */
final class AdminCall {

    private static final String RESOURCE = "BLOKBADGE";

    final KeycloakSession session;
    final RealmModel realm;
    final AdminPermissionEvaluator auth;
    final IssuerRights rights;
    final Engine engine;
    private final AdminEventBuilder event;

    AdminCall(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder event) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.event = event;
        this.rights = new IssuerRights(
                realm, auth, auth.adminAuth().getRealm(), auth.adminAuth().getUser());
        this.engine = Engine.of(session);
    }

    /** @throws RefusedException when there is none, to those who may ask for people at all */
    UserModel user(String id) {
        return Optional.ofNullable(session.users().getUserById(realm, id)).orElseThrow(() -> {
            auth.users().requireQuery();
            return new RefusedException(Refusal.UNKNOWN);
        });
    }

    /** @throws RefusedException when this person has no such badge */
    BadgeEntity badge(String user, String bid) {
        return engine.badges
                .find(realm.getId(), bid)
                .filter(badge -> badge.userId.equals(user))
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
    }

    /** An admin event of its own for each badge, however many a call is about. */
    void told(OperationType operation, BadgeEntity badge) {
        Map<String, String> what = new TreeMap<>();
        what.put("serial", badge.serial);
        what.put("user", badge.userId);
        what.put("kind", badge.kind);
        what.put("state", badge.state);
        event.clone(session)
                .operation(operation)
                .resource(RESOURCE)
                .resourcePath(BlokBadge.ID, "users", badge.userId, "badges", badge.bid)
                .representation(what)
                .success();
    }

    /** About no single badge. */
    void told(OperationType operation, Map<String, String> what) {
        event.clone(session)
                .operation(operation)
                .resource(RESOURCE)
                .resourcePath(session.getContext().getUri())
                .representation(what)
                .success();
    }
}
