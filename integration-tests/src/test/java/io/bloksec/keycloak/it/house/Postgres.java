package io.bloksec.keycloak.it.house;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Assumptions;

/**
 * Exists so that a test can have a real PostgreSQL, from Maven Central, where nobody has installed one.
 *
 * <p>It listens on a free port of 127.0.0.1 and asks everybody but its own {@code postgres} for a password.
 */
public final class Postgres implements AutoCloseable {

    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Where it cannot run, as in a container that is allowed no user namespace, the tests that need it are left out. */
    public static Postgres start() {
        try {
            return new Postgres(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(
                            Settings.target().resolve("postgres").toFile())
                    .setDataDirectoryCustomizer(Postgres::askForPasswords)
                    .start());
        } catch (IOException | IllegalStateException e) {
            String message = "PostgreSQL cannot run on this machine: " + e.getMessage();
            if (Settings.mustHaveEveryTool()) {
                throw new IllegalStateException(message, e);
            }
            return Assumptions.abort(message);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** What the container image does at its first start, but for making the role almighty. */
    public void createDatabase(String name, String owner, String password) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + identifier(owner) + " LOGIN PASSWORD " + literal(password));
            statement.execute("CREATE DATABASE " + identifier(name) + " OWNER " + identifier(owner));
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the database " + name, e);
        }
    }

    /** The first column of the first row, by a connection of its own: what is committed and nothing else. */
    public String read(String database, String sql) {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refuses: " + sql, e);
        }
    }

    /** As the server's superuser, in a transaction of its own. */
    public void run(String database, String sql) {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refuses: " + sql, e);
        }
    }

    /** Ends every connection to the database and takes no new one, until {@link #allow}. */
    public void refuse(String name) {
        allowConnections(name, false);
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = " + literal(name));
    }

    public void allow(String name) {
        allowConnections(name, true);
    }

    private void allowConnections(String name, boolean allowed) {
        execute("ALTER DATABASE " + identifier(name) + " ALLOW_CONNECTIONS " + allowed);
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refuses: " + sql, e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void askForPasswords(File data) {
        try {
            Files.writeString(
                    data.toPath().resolve("pg_hba.conf"),
                    "host all postgres 127.0.0.1/32 trust\nhost all postgres ::1/128 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
