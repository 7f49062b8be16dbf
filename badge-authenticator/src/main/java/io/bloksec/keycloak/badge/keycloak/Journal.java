package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.BadgeJournal;
import io.bloksec.keycloak.badge.evidence.Statement;
import jakarta.persistence.EntityManager;
import java.util.List;

/** All that BlokBadge writes down for good. As it stands here, it keeps nothing. */
interface Journal extends BadgeJournal {

    /** Where nobody keeps records. */
    Journal NONE = new Journal() {};

    /**
     * A person has signed, and was let in for it.
     *
     * @param badge as it is now; with a renewal the new one
     * @param statements the first one's purpose says what kind of record this is; a second one is of whoever vouches
     */
    default void signed(EntityManager em, BadgeEntity badge, List<Statement> statements, SignInPlace place) {}
}
