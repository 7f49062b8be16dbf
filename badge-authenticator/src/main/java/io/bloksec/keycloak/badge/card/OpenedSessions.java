package io.bloksec.keycloak.badge.card;

import io.bloksec.keycloak.database.Database;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Which sessions a badge opened, so that they end with it. */
public final class OpenedSessions {

    private final Database database;

    public OpenedSessions(Database database) {
        this.database = database;
    }

    /** In the caller's transaction. A session that another badge has opened before counts as this one's. */
    public void opened(EntityManager em, BadgeEntity badge, String sessionId, String kioskId, long now) {
        OpenedSessionEntity row = new OpenedSessionEntity();
        row.id = sessionId;
        row.realmId = badge.realmId;
        row.userId = badge.userId;
        row.bid = badge.bid;
        row.kioskId = kioskId;
        row.openedAt = now;
        em.merge(row);
    }

    /** Ids of sessions, which may have ended since. */
    public List<String> of(String realmId, String bid) {
        return database.commit(em -> em.createQuery(
                        "select s.id from OpenedSessionEntity s where s.realmId = :realm and s.bid = :bid",
                        String.class)
                .setParameter("realm", realmId)
                .setParameter("bid", bid)
                .getResultList());
    }

    /** Those that were opened at a registered workstation. */
    public List<String> ofKiosk(String realmId, String kioskId) {
        return database.commit(em -> em.createQuery(
                        "select s.id from OpenedSessionEntity s where s.realmId = :realm and s.kioskId = :kiosk",
                        String.class)
                .setParameter("realm", realmId)
                .setParameter("kiosk", kioskId)
                .getResultList());
    }

    /** They have ended. */
    public void forget(String realmId, String bid) {
        database.commit(
                em -> em.createQuery("delete from OpenedSessionEntity s where s.realmId = :realm and s.bid = :bid")
                        .setParameter("realm", realmId)
                        .setParameter("bid", bid)
                        .executeUpdate());
    }
}
