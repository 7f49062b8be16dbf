package io.bloksec.keycloak.blokkey.request;

import jakarta.persistence.EntityManager;

/**
 * Writes down for good how a request has ended. What an approval opens is written in the same transaction: what cannot be written is
 * thrown and opens nothing. Refusals are written afterwards, from their rows, as they must take effect in any case. As it stands here, it
 * keeps nothing.
 */
public interface RequestJournal {

    /** @return false when nothing would be written */
    default boolean isKept() {
        return false;
    }

    /** An approval has opened something. */
    default void used(EntityManager em, RequestEntity row) {}

    /**
     * A request has come to another end.
     *
     * @param state how; {@link State#REPORTED} of a request that was used before, too
     */
    default void ended(EntityManager em, RequestEntity row, State state) {}
}
