package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.database.Database;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** Whatever Keycloak removes, our rows of it go too, once the removal is final. A removed person leaves nothing behind here. */
final class Removals {

    private static final Logger LOG = Logger.getLogger(Removals.class);
    private static final List<String> OF_PEOPLE =
            List.of("BadgeEntity", "TryEntity", "PendingEntity", "OpenedSessionEntity");
    private static final List<String> OF_REALMS =
            List.of("BadgeEntity", "TryEntity", "PendingEntity", "OpenedSessionEntity", "KioskEntity");

    private final Database database;

    Removals(Database database) {
        this.database = database;
    }

    void on(ProviderEvent event) {
        if (event instanceof UserModel.UserRemovedEvent removed) {
            after(
                    removed.getKeycloakSession(),
                    OF_PEOPLE,
                    Map.of(
                            "realmId",
                            removed.getRealm().getId(),
                            "userId",
                            removed.getUser().getId()));
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            after(
                    removed.getKeycloakSession(),
                    OF_REALMS,
                    Map.of("realmId", removed.getRealm().getId()));
        }
    }

    private void after(KeycloakSession session, List<String> tables, Map<String, String> where) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                try {
                    tables.forEach(table -> delete(table, where));
                } catch (RuntimeException e) {
                    // What is left counts for nobody: it names a person or realm that is no more.
                    LOG.warn("Rows of what was removed are left", e);
                }
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private void delete(String table, Map<String, String> where) {
        String condition = String.join(
                " and ",
                where.keySet().stream().map(name -> "t." + name + " = :" + name).toList());
        database.commit(em -> {
            var query = em.createQuery("delete from " + table + " t where " + condition);
            where.forEach(query::setParameter);
            return query.executeUpdate();
        });
    }
}
