package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** An administrator's call: about which realm, with which rights, and where it is told. */
final class AdminCall {

    final KeycloakSession session;
    final RealmModel realm;
    final AdminPermissionEvaluator auth;
    final Engine engine;
    private final AdminEventBuilder event;

    AdminCall(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder event) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.event = event;
        this.engine = Engine.of(session);
    }

    /** @throws ProblemException when there is none, to those who may ask for people at all */
    UserModel user(String id) {
        return Optional.ofNullable(session.users().getUserById(realm, id)).orElseThrow(() -> {
            auth.users().requireQuery();
            return new ProblemException(Problem.NOT_FOUND);
        });
    }

    /**
     * An admin event of its own, however many a call makes, and a record of the audit trail.
     *
     * @param resource type
     */
    void told(String resource, OperationType operation, Map<String, String> what) {
        engine.administered(realm.getId(), auth.adminAuth().getUser().getId(), what);
        event.clone(session)
                .operation(operation)
                .resource(resource)
                .resourcePath(session.getContext().getUri())
                .representation(what)
                .success();
    }
}
