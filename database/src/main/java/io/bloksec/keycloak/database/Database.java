package io.bloksec.keycloak.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Set;
import java.util.function.Function;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Work on our tables in a transaction of its own, committed before the caller goes on: what was decided stands whatever becomes
 * of the caller's request, whose own transaction Keycloak rolls back with every refusal.
 */
public final class Database {

    /** SQLSTATE of what another transaction's lock did to us: serialization, deadlock, lock not available, H2's lock time-out. */
    private static final Set<String> LOST = Set.of("40001", "40P01", "55P03", "HYT00", "57014");

    private static final int H2_LOCK_TIMEOUT = 50200;

    private final Transactions transactions;

    public Database(KeycloakSessionFactory factory) {
        this(new Transactions() {
            @Override
            public <T> T run(Function<EntityManager, T> work) {
                return KeycloakModelUtils.runJobInTransactionWithResult(
                        factory,
                        session -> work.apply(
                                session.getProvider(JpaConnectionProvider.class).getEntityManager()));
            }
        });
    }

    Database(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * @throws LostRaceException when another transaction was in the way; nothing was changed
     * @throws PersistenceException when the database refuses; nothing was changed
     */
    public <T> T commit(Function<EntityManager, T> work) {
        try {
            return transactions.run(work);
        } catch (RuntimeException e) {
            if (isLostRace(e)) {
                throw new LostRaceException(e);
            }
            throw e instanceof PersistenceException || !isOfDatabase(e) ? e : new PersistenceException(e);
        }
    }

    /** As {@link #commit}, for a conditional UPDATE: whoever loses the race has changed no row. */
    public boolean change(Function<EntityManager, Integer> update) {
        try {
            return commit(update) == 1;
        } catch (LostRaceException e) {
            return false;
        }
    }

    /** Keycloak has exceptions of its own for what a flush meets. */
    private static boolean isOfDatabase(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof PersistenceException || cause instanceof SQLException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLostRace(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof LockTimeoutException
                    || cause instanceof PessimisticLockException
                    || cause instanceof OptimisticLockException
                    || cause instanceof SQLTransactionRollbackException) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && (LOST.contains(String.valueOf(sql.getSQLState())) || sql.getErrorCode() == H2_LOCK_TIMEOUT)) {
                return true;
            }
        }
        return false;
    }

    /** A new transaction for each piece of work. */
    interface Transactions {
        <T> T run(Function<EntityManager, T> work);
    }
}
