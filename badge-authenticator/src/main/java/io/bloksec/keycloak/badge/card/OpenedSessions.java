package io.bloksec.keycloak.badge.card;

import io.bloksec.keycloak.database.Database;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** Which sessions a badge opened, so that they end with it. */
public final class OpenedSessions {

    private static final int BATCH = 500;

    private final Database database;

    public OpenedSessions(Database database) {
        this.database = database;
    }

    /** In the caller's transaction. A session that another badge has opened before counts as this one's. */
    public void opened(EntityManager em, BadgeEntity badge, String sessionId, String kioskId, long now, Long endsAt) {
        OpenedSessionEntity row = new OpenedSessionEntity();
        row.id = sessionId;
        row.realmId = badge.realmId;
        row.userId = badge.userId;
        row.bid = badge.bid;
        row.kioskId = kioskId;
        row.openedAt = now;
        row.endsAt = endsAt;
        em.merge(row);
    }

    /** Somebody is there: it lasts until then. One that is over is not brought back. */
    public boolean seen(String sessionId, long now, long endsAt) {
        return database.change(em -> em.createQuery(
                        "update OpenedSessionEntity s set s.endsAt = :ends where s.id = :id and s.endsAt > :now")
                .setParameter("ends", endsAt)
                .setParameter("id", sessionId)
                .setParameter("now", now)
                .executeUpdate());
    }

    /** Whether nobody has been there for too long. */
    public boolean isOver(String sessionId, long now) {
        return database.commit(em -> Optional.ofNullable(em.find(OpenedSessionEntity.class, sessionId))
                .filter(row -> row.endsAt != null && row.endsAt <= now)
                .isPresent());
    }

    /** Those that are over, longest first; not all of many. */
    public List<OpenedSessionEntity> over(long now) {
        return database.commit(em -> em.createQuery(
                        "from OpenedSessionEntity s where s.endsAt <= :now order by s.endsAt",
                        OpenedSessionEntity.class)
                .setParameter("now", now)
                .setMaxResults(BATCH)
                .getResultList());
    }

    /**
     * In the caller's transaction, which also ends the session: where that fails, it is there to be taken again.
     *
     * @return whether it is this caller's to end
     */
    public boolean take(EntityManager em, OpenedSessionEntity over) {
        return em.createQuery("delete from OpenedSessionEntity s where s.id = :id and s.endsAt = :ends")
                        .setParameter("id", over.id)
                        .setParameter("ends", over.endsAt)
                        .executeUpdate()
                == 1;
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
