package io.bloksec.keycloak.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/**
 * Exists so that the statements that decide are tested against a real database in milliseconds: the shipped changelog makes the
 * tables, and Hibernate checks that the entities fit them.
 */
public final class TestDatabase implements AutoCloseable {

    private final EntityManagerFactory factory;
    private final AtomicLong time = new AtomicLong(1_800_000_000_000L);

    /** @param changelog of the shipped jar, e.g. {@code META-INF/blokkey-changelog.xml} */
    public TestDatabase(String changelog, Class<?>... entities) {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=5000";
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            Liquibase liquibase = new Liquibase(
                    changelog,
                    new ClassLoaderResourceAccessor(),
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection)));
            liquibase.update(new Contexts());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        factory = new HibernatePersistenceConfiguration("test")
                .managedClasses(entities)
                .properties(Map.of(
                        "jakarta.persistence.jdbc.url", url,
                        "jakarta.persistence.jdbc.user", "sa",
                        "jakarta.persistence.jdbc.password", "",
                        "hibernate.connection.pool_size", "60",
                        "hibernate.hbm2ddl.auto", "validate"))
                .createEntityManagerFactory();
    }

    public Database database() {
        return new Database(new Database.Transactions() {
            @Override
            public <T> T run(Function<EntityManager, T> work) {
                return factory.callInTransaction(work::apply);
            }
        });
    }

    /** Stands still until the test moves it. */
    public DatabaseClock clock() {
        return new DatabaseClock(time::get, time::get, () -> time.get() * 1_000_000);
    }

    /** Rows there are. */
    public long count(String entity) {
        return factory.callInTransaction(em -> em.createQuery("select count(e) from " + entity + " e", Long.class)
                .getSingleResult());
    }

    public void pass(long millis) {
        time.addAndGet(millis);
    }

    @Override
    public void close() {
        factory.close();
    }
}
