package io.bloksec.keycloak.audit.store;

import jakarta.persistence.EntityManager;
import java.util.function.Function;

/** A new transaction for each piece of work, committed before the caller goes on. */
public interface Transactions {

    /** @throws RuntimeException when the database refuses; nothing was changed */
    <T> T run(Function<EntityManager, T> work);
}
