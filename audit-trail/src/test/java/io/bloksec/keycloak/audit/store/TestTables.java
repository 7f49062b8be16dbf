package io.bloksec.keycloak.audit.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** Exists to run the statements against H2 in milliseconds; the shipped changelog makes the tables. */
final class TestTables implements Transactions, AutoCloseable {

    private final EntityManagerFactory factory;

    TestTables() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=5000";
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            new Liquibase(
                            "META-INF/audit-changelog.xml",
                            new ClassLoaderResourceAccessor(),
                            DatabaseFactory.getInstance()
                                    .findCorrectDatabaseImplementation(new JdbcConnection(connection)))
                    .update(new Contexts());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        factory = new HibernatePersistenceConfiguration("audit")
                .managedClasses(
                        RecordEntity.class,
                        ChainEntity.class,
                        CheckpointEntity.class,
                        KeyEntity.class,
                        WitnessEntity.class)
                .properties(Map.of(
                        "jakarta.persistence.jdbc.url", url,
                        "jakarta.persistence.jdbc.user", "sa",
                        "jakarta.persistence.jdbc.password", "",
                        "hibernate.connection.pool_size", "20",
                        "hibernate.hbm2ddl.auto", "validate"))
                .createEntityManagerFactory();
    }

    @Override
    public <T> T run(Function<EntityManager, T> work) {
        return factory.callInTransaction(work::apply);
    }

    /** A transaction that hangs until it is told to go on, as one does whose user store does not answer. */
    void hangIn(Function<EntityManager, ?> work, CountDownLatch begun, CountDownLatch goOn) {
        factory.runInTransaction(em -> {
            work.apply(em);
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        factory.close();
    }
}
