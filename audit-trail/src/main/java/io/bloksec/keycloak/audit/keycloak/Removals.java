package io.bloksec.keycloak.audit.keycloak;

import io.bloksec.keycloak.audit.store.Transactions;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/** With a realm its trail goes, once the removal is final; what witnesses have stays with them. A person's records stay until erased. */
final class Removals {

    private static final Logger LOG = Logger.getLogger(Removals.class);
    private static final List<String> TABLES =
            List.of("RecordEntity", "CheckpointEntity", "KeyEntity", "WitnessEntity", "ChainEntity");

    private final Transactions transactions;

    Removals(Transactions transactions) {
        this.transactions = transactions;
    }

    void on(ProviderEvent event) {
        if (!(event instanceof RealmModel.RealmRemovedEvent removed)) {
            return;
        }
        String realmId = removed.getRealm().getId();
        removed.getKeycloakSession().getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                try {
                    remove(realmId);
                } catch (RuntimeException e) {
                    LOG.warn("Audit records of a removed realm are left", e);
                }
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private void remove(String realmId) {
        transactions.run(em -> {
            TABLES.forEach(table -> em.createQuery("delete from " + table + " t where t.realmId = :realm")
                    .setParameter("realm", realmId)
                    .executeUpdate());
            return null;
        });
    }
}
