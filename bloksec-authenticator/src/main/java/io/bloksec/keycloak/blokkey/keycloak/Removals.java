package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.database.Database;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** Whatever Keycloak removes, our rows of it go too, once the removal is final. A removed person leaves nothing behind here. */
final class Removals {

    private static final Logger LOG = Logger.getLogger(Removals.class);

    private static final List<String> OF_REALM = List.of(
            "DeviceEntity",
            "EnrolmentEntity",
            "RequestEntity",
            "BrowserEntity",
            "LaneEntity",
            "PersonEntity",
            "PasscodeEntity",
            "InvitationEntity");

    private static final List<String> OF_USER = List.of(
            "DeviceEntity",
            "EnrolmentEntity",
            "RequestEntity",
            "BrowserEntity",
            "PersonEntity",
            "PasscodeEntity",
            "InvitationEntity");

    private final Database database;

    Removals(Database database) {
        this.database = database;
    }

    void on(ProviderEvent event) {
        if (event instanceof UserModel.UserRemovedEvent removed) {
            Map<String, String> where = Map.of(
                    "realmId",
                    removed.getRealm().getId(),
                    "userId",
                    removed.getUser().getId());
            after(removed.getKeycloakSession(), OF_USER, where);
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            after(
                    removed.getKeycloakSession(),
                    OF_REALM,
                    Map.of("realmId", removed.getRealm().getId()));
        } else if (event instanceof ClientModel.ClientRemovedEvent removed) {
            Map<String, String> where = Map.of("clientId", removed.getClient().getId());
            after(removed.getKeycloakSession(), List.of("PasscodeEntity"), where);
        }
    }

    private void after(KeycloakSession session, List<String> tables, Map<String, String> where) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                try {
                    delete(tables, where);
                } catch (RuntimeException e) {
                    // What is left counts for nobody: it names a person or realm that is no more.
                    LOG.warn("Rows of what was removed are left", e);
                }
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private void delete(List<String> tables, Map<String, String> where) {
        String condition = String.join(
                " and ",
                where.keySet().stream().map(name -> "t." + name + " = :" + name).toList());
        for (String table : tables) {
            database.commit(em -> {
                var query = em.createQuery("delete from " + table + " t where " + condition);
                where.forEach(query::setParameter);
                return query.executeUpdate();
            });
        }
    }
}
