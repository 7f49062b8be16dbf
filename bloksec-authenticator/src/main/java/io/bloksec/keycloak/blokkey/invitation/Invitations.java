package io.bloksec.keycloak.blokkey.invitation;

import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Until the first phone is there, whoever reads the mail is the person. So one invitation makes one phone: the first browser that
 * brings one holds it, and a second browser that does makes it void, as the first comer may have been the thief.
 */
public final class Invitations {

    /** How long a mail serves, milliseconds. */
    public static final long LIFE = 24 * 60 * 60_000L;

    /** Wrong activation codes. */
    public static final int MOST_TRIES = 5;

    /** How often one browser may begin again, after wrong digits. */
    public static final int MOST_UPLOADS = 3;

    /** How often one invitation is sent. */
    public static final int MOST_MAILS = 10;

    /** Milliseconds after which a mail whose sender is gone is sent again. */
    private static final long SENDING = 2 * 60_000L;

    private static final long HISTORY = 90L * 24 * 60 * 60_000;
    private static final String OPEN = " and i.state in ('INVITED', 'ENROLLING')";

    private final Database database;
    private final DatabaseClock clock;

    public Invitations(Database database, DatabaseClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A new one; older ones of this person serve no more. */
    public InvitationEntity issue(NewInvitation wanted) {
        long now = clock.now();
        InvitationEntity row = new InvitationEntity();
        row.id = Bytes.newId();
        row.realmId = wanted.realmId();
        row.userId = wanted.userId();
        row.state = InvitationState.INVITED.name();
        row.address = wanted.address();
        row.issuer = wanted.issuer();
        row.generation = 1;
        row.client = wanted.client();
        row.codeHash = wanted.codeHash();
        row.triesLeft = MOST_TRIES;
        row.issuedBy = wanted.issuedBy();
        row.issuerRealm = wanted.issuerRealm();
        row.createdAt = now;
        row.expiresAt = now + LIFE;
        row.changedAt = now;
        row.mail = MailState.WAITING.name();
        row.mailChangedAt = now;
        database.commit(em -> {
            end(em, row.realmId, row.userId, InvitationState.SUPERSEDED, now);
            em.persist(row);
            return null;
        });
        return row;
    }

    /** The newest one of a person, whatever became of it. */
    public Optional<InvitationEntity> newestOf(String realmId, String userId) {
        return database.commit(em -> em.createQuery(
                        "from InvitationEntity i where i.realmId = :realm and i.userId = :user order by i.createdAt desc",
                        InvitationEntity.class)
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .setMaxResults(1)
                .getResultStream()
                .findFirst());
    }

    public Optional<InvitationEntity> find(String realmId, String id) {
        return database.commit(em -> em.createQuery(
                        "from InvitationEntity i where i.id = :id and i.realmId = :realm", InvitationEntity.class)
                .setParameter("id", id)
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst());
    }

    /** Newest first. */
    public List<InvitationEntity> page(String realmId, int first, int max) {
        return database.commit(em -> em.createQuery(
                        "from InvitationEntity i where i.realmId = :realm order by i.createdAt desc, i.id",
                        InvitationEntity.class)
                .setParameter("realm", realmId)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList());
    }

    public InvitationState stateOf(InvitationEntity row) {
        InvitationState state = InvitationState.valueOf(row.state);
        boolean isOpen = state == InvitationState.INVITED || state == InvitationState.ENROLLING;
        return isOpen && row.expiresAt <= clock.now() ? InvitationState.EXPIRED : state;
    }

    public boolean isOpen(InvitationEntity row) {
        InvitationState state = stateOf(row);
        return state == InvitationState.INVITED || state == InvitationState.ENROLLING;
    }

    /**
     * Once more by mail, for another whole life; the links sent before serve no more.
     *
     * @return false when it is not waiting for a phone any more, or was sent too often
     */
    public boolean resend(String id) {
        long now = clock.now();
        return database.change(em -> em.createQuery(
                        "update InvitationEntity i set i.generation = i.generation + 1, i.expiresAt = :expires,"
                                + " i.mail = 'WAITING', i.mailChangedAt = :now, i.changedAt = :now"
                                + " where i.id = :id and i.state = 'INVITED' and i.generation < :most and i.mail <> 'SENDING'")
                .setParameter("expires", now + LIFE)
                .setParameter("now", now)
                .setParameter("id", id)
                .setParameter("most", MOST_MAILS)
                .executeUpdate());
    }

    /** All open ones of a person. @return how many there were */
    public int end(String realmId, String userId, InvitationState as) {
        long now = clock.now();
        return database.commit(em -> end(em, realmId, userId, as, now));
    }

    private static int end(EntityManager em, String realmId, String userId, InvitationState as, long now) {
        return em.createQuery("update InvitationEntity i set i.state = :as, i.changedAt = :now"
                        + " where i.realmId = :realm and i.userId = :user" + OPEN)
                .setParameter("as", as.name())
                .setParameter("now", now)
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .executeUpdate();
    }

    /**
     * Charges a try before it looks.
     *
     * @param matches compares with the stored hash
     */
    public boolean isCode(InvitationEntity row, Predicate<String> matches) {
        boolean mayTry =
                database.change(em -> em.createQuery("update InvitationEntity i set i.triesLeft = i.triesLeft - 1"
                                + " where i.id = :id and i.triesLeft > 0 and i.expiresAt > :now" + OPEN)
                        .setParameter("id", row.id)
                        .setParameter("now", clock.now())
                        .executeUpdate());
        return mayTry && matches.test(row.codeHash);
    }

    /**
     * In the transaction in which a phone's keys are written: this ticket now holds the invitation. Another ticket takes its place only
     * in the browser that was first.
     *
     * @return false when it must not
     */
    public boolean take(EntityManager em, String id, String enrolment, String browserHash) {
        long now = clock.now();
        return em.createQuery("update InvitationEntity i set i.state = 'ENROLLING', i.enrolmentId = :enrolment,"
                                + " i.browserHash = :browser, i.uploads = i.uploads + 1, i.changedAt = :now"
                                + " where i.id = :id and i.expiresAt > :now and (i.state = 'INVITED'"
                                + " or (i.state = 'ENROLLING' and i.browserHash = :browser and i.uploads < :most))")
                        .setParameter("enrolment", enrolment)
                        .setParameter("browser", browserHash)
                        .setParameter("now", now)
                        .setParameter("id", id)
                        .setParameter("most", MOST_UPLOADS)
                        .executeUpdate()
                == 1;
    }

    /** In the transaction in which the phone's enrolment ends: the invitation has served. */
    public boolean use(EntityManager em, String id, String enrolment) {
        long now = clock.now();
        return em.createQuery(
                                "update InvitationEntity i set i.state = 'ACTIVE', i.changedAt = :now"
                                        + " where i.id = :id and i.state = 'ENROLLING' and i.enrolmentId = :enrolment and i.expiresAt > :now")
                        .setParameter("now", now)
                        .setParameter("id", id)
                        .setParameter("enrolment", enrolment)
                        .executeUpdate()
                == 1;
    }

    /** Two came. @return whether this call made it void, so that one alarm is raised */
    public boolean voidIt(String id) {
        return database.change(em -> em.createQuery(
                        "update InvitationEntity i set i.state = 'VOID', i.changedAt = :now where i.id = :id" + OPEN)
                .setParameter("now", clock.now())
                .setParameter("id", id)
                .executeUpdate());
    }

    /** Realms in which a mail waits. */
    public List<String> realmsWithMail() {
        return database.commit(
                em -> em.createQuery("select distinct i.realmId from InvitationEntity i where " + DUE, String.class)
                        .setParameter("now", clock.now())
                        .setParameter("lost", clock.now() - SENDING)
                        .getResultList());
    }

    private static final String DUE = "i.state = 'INVITED' and i.expiresAt > :now"
            + " and (i.mail = 'WAITING' or (i.mail = 'SENDING' and i.mailChangedAt < :lost))";

    /**
     * The next mail of a realm, for the one node that gets it here.
     *
     * @param mostAMinute of all nodes together, give or take what two nodes begin at the same moment
     */
    public Optional<InvitationEntity> nextMail(String realmId, int mostAMinute) {
        long now = clock.now();
        Optional<InvitationEntity> due = database.commit(em -> {
            long sent = em.createQuery(
                            "select count(i) from InvitationEntity i where i.realmId = :realm and i.mail <> 'WAITING'"
                                    + " and i.mailChangedAt > :minute",
                            Long.class)
                    .setParameter("realm", realmId)
                    .setParameter("minute", now - 60_000)
                    .getSingleResult();
            return sent >= mostAMinute
                    ? Optional.empty()
                    : em.createQuery(
                                    "from InvitationEntity i where i.realmId = :realm and " + DUE
                                            + " order by i.mailChangedAt",
                                    InvitationEntity.class)
                            .setParameter("realm", realmId)
                            .setParameter("now", now)
                            .setParameter("lost", now - SENDING)
                            .setMaxResults(1)
                            .getResultStream()
                            .findFirst();
        });
        return due.filter(row -> claim(row, now));
    }

    private boolean claim(InvitationEntity row, long now) {
        return database.change(em -> em.createQuery(
                        "update InvitationEntity i set i.mail = 'SENDING', i.mailChangedAt = :now"
                                + " where i.id = :id and i.mail = :mail and i.mailChangedAt = :seen and i.generation = :generation")
                .setParameter("now", now)
                .setParameter("id", row.id)
                .setParameter("mail", row.mail)
                .setParameter("seen", row.mailChangedAt)
                .setParameter("generation", row.generation)
                .executeUpdate());
    }

    public void mailed(InvitationEntity row, MailState how) {
        database.change(em -> em.createQuery("update InvitationEntity i set i.mail = :how, i.mailChangedAt = :now"
                        + " where i.id = :id and i.mail = 'SENDING' and i.generation = :generation")
                .setParameter("how", how.name())
                .setParameter("now", clock.now())
                .setParameter("id", row.id)
                .setParameter("generation", row.generation)
                .executeUpdate());
    }

    public void sweep() {
        database.commit(em -> em.createQuery("delete from InvitationEntity i where i.expiresAt < :old")
                .setParameter("old", clock.now() - HISTORY)
                .executeUpdate());
    }
}
