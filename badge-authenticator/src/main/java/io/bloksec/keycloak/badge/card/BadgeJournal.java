package io.bloksec.keycloak.badge.card;

import jakarta.persistence.EntityManager;

/** What is written down for good about badges, in the transaction that it tells of. As it stands here, it keeps nothing. */
public interface BadgeJournal {

    /** @param badge new */
    default void issued(EntityManager em, BadgeEntity badge) {}

    /**
     * @param badge as it is now
     * @param by id of whoever did it, or what did it
     */
    default void changed(EntityManager em, BadgeEntity badge, State from, String by, long time) {}

    /** Somebody with the badge in hand tries PINs, and is stopped. */
    default void refused(EntityManager em, BadgeEntity badge, String reason, long time) {}
}
