package io.bloksec.keycloak.blokkey.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.blokkey.invitation.Invitations;
import io.bloksec.keycloak.blokkey.secret.Digits;
import io.bloksec.keycloak.blokkey.secret.RealmSecret;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.blokkey.signed.SignedText;
import io.bloksec.keycloak.blokkey.signed.TextType;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import java.util.Optional;

/**
 * Tickets with which a phone brings its keys: {@code OPEN → UPLOADED → CONFIRMED → DONE}. A second phone that brings keys makes the
 * whole ticket void, since nobody knows which of the two was meant; three wrong digits do too.
 */
public final class Enrolments {

    public static final String OPEN = "OPEN";
    public static final String UPLOADED = "UPLOADED";
    public static final String CONFIRMED = "CONFIRMED";
    public static final String DONE = "DONE";
    public static final String VOID = "VOID";

    /** How long a ticket can be used, milliseconds. */
    public static final long LIFE = 15 * 60_000L;

    public static final int MOST_TRIES = 3;
    private static final String TICKET = "ticket";
    private static final String PAIRING = "pairing";
    private static final String CODE = "enrolment-code";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final DatabaseClock clock;
    private final Invitations invitations;

    public Enrolments(Database database, DatabaseClock clock, Invitations invitations) {
        this.database = database;
        this.clock = clock;
        this.invitations = invitations;
    }

    /**
     * A new ticket; older ones of this person that brought no keys are void.
     *
     * @param invitation id of the one that lets the person in, null for somebody who has signed in
     * @param browserHash of the browser that shows the ticket
     */
    public Ticket issue(
            String realmId,
            RealmSecret secret,
            String userId,
            String rpId,
            String origin,
            String invitation,
            String browserHash) {
        long now = clock.now();
        Ticket ticket = new Ticket(Bytes.newId(), Bytes.newSecret(), Digits.tenLetters());
        EnrolmentEntity row = new EnrolmentEntity();
        row.id = ticket.enrolment();
        row.realmId = realmId;
        row.userId = userId;
        row.state = OPEN;
        row.ticketHash = secret.macText(TICKET, "", ticket.ticket());
        row.pairingHash = secret.macText(PAIRING, "", ticket.pairingCode());
        row.deviceId = Bytes.newId();
        row.nonce = Bytes.newSecret();
        row.userHandle = Bytes.newSecret();
        row.rpId = rpId;
        row.origin = origin;
        row.createdAt = now;
        row.expiresAt = now + LIFE;
        row.invitationId = invitation;
        row.browserHash = browserHash;
        database.commit(em -> {
            em.createQuery("update EnrolmentEntity e set e.state = 'VOID' where e.realmId = :realm and e.userId = :user"
                            + " and e.state in ('OPEN', 'UPLOADED')")
                    .setParameter("realm", realmId)
                    .setParameter("user", userId)
                    .executeUpdate();
            em.persist(row);
            return null;
        });
        return ticket;
    }

    /** @param ticket of the QR code, or the pairing code as typed */
    public Optional<EnrolmentEntity> open(String realmId, RealmSecret secret, String ticket) {
        long now = clock.now();
        return database.commit(em -> em.createQuery(
                        "from EnrolmentEntity e where e.realmId = :realm and e.expiresAt > :now"
                                + " and (e.ticketHash = :ticket or e.pairingHash = :pairing)",
                        EnrolmentEntity.class)
                .setParameter("realm", realmId)
                .setParameter("now", now)
                .setParameter("ticket", secret.macText(TICKET, "", ticket))
                .setParameter("pairing", secret.macText(PAIRING, "", Digits.normal(ticket)))
                .getResultStream()
                .findFirst());
    }

    public Optional<EnrolmentEntity> find(String realmId, String id) {
        return database.commit(em -> em.createQuery(
                        "from EnrolmentEntity e where e.id = :id and e.realmId = :realm", EnrolmentEntity.class)
                .setParameter("id", id)
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst());
    }

    /** What the new keys sign. */
    public static SignedText text(
            EnrolmentEntity row,
            String issuer,
            String realm,
            String name,
            String model,
            String platform,
            String thumbprint) {
        return SignedText.of(TextType.ENROL)
                .with("issuer", issuer)
                .with("realm", realm)
                .with("enrolment", row.id)
                .with("nonce", row.nonce)
                .with("user", row.userId)
                .with("device", row.deviceId)
                .with("name", name)
                .with("model", model)
                .with("platform", platform)
                .with("possessionKey", thumbprint)
                .with("rpId", row.rpId)
                .with("origin", row.origin)
                .with("expires", row.expiresAt)
                .build();
    }

    /**
     * The first keys for this ticket.
     *
     * @return the six digits, for that phone alone; empty when keys came before: then the ticket is void
     */
    public Optional<String> upload(EnrolmentEntity row, RealmSecret secret, Uploaded keys, String address) {
        String code = Digits.code(6);
        boolean first = database.change(em -> {
            if (row.invitationId != null && !invitations.take(em, row.invitationId, row.id, row.browserHash)) {
                return 0;
            }
            return em.createQuery(
                            "update EnrolmentEntity e set e.state = 'UPLOADED', e.uploaded = :keys,"
                                    + " e.codeHash = :code, e.address = :address where e.id = :id and e.state = 'OPEN' and e.expiresAt > :now")
                    .setParameter("keys", write(keys))
                    .setParameter("code", secret.macText(CODE, row.id, code))
                    .setParameter("address", address)
                    .setParameter("id", row.id)
                    .setParameter("now", clock.now())
                    .executeUpdate();
        });
        if (!first) {
            voidIt(row.id);
            return Optional.empty();
        }
        return Optional.of(code);
    }

    public void voidIt(String id) {
        database.change(em -> em.createQuery("update EnrolmentEntity e set e.state = 'VOID'"
                        + " where e.id = :id and e.state in ('OPEN', 'UPLOADED', 'CONFIRMED')")
                .setParameter("id", id)
                .executeUpdate());
    }

    /** Charges a try before it looks; the third wrong one makes the ticket void. */
    public boolean confirm(EnrolmentEntity row, RealmSecret secret, String typed) {
        boolean mayTry = database.change(em -> em.createQuery(
                        "update EnrolmentEntity e set e.codeTries = e.codeTries + 1"
                                + " where e.id = :id and e.state = 'UPLOADED' and e.codeTries < :most and e.expiresAt > :now")
                .setParameter("id", row.id)
                .setParameter("most", MOST_TRIES)
                .setParameter("now", clock.now())
                .executeUpdate());
        if (!mayTry) {
            voidIt(row.id);
            return false;
        }
        if (!secret.isMac(row.codeHash, CODE, row.id, Digits.normal(typed))) {
            if (row.codeTries + 1 >= MOST_TRIES) {
                voidIt(row.id);
            }
            return false;
        }
        return database.change(em -> em.createQuery(
                        "update EnrolmentEntity e set e.state = 'CONFIRMED' where e.id = :id and e.state = 'UPLOADED'")
                .setParameter("id", row.id)
                .executeUpdate());
    }

    /** The one who gets true makes the device. */
    public boolean finish(EnrolmentEntity row) {
        return database.change(em -> {
            if (row.invitationId != null && !invitations.use(em, row.invitationId, row.id)) {
                return 0;
            }
            return em.createQuery("update EnrolmentEntity e set e.state = 'DONE'"
                            + " where e.id = :id and e.state = 'CONFIRMED' and e.expiresAt > :now")
                    .setParameter("id", row.id)
                    .setParameter("now", clock.now())
                    .executeUpdate();
        });
    }

    /** Whatever came by this invitation. */
    public void voidAllOf(String invitation) {
        database.commit(em -> em.createQuery("update EnrolmentEntity e set e.state = 'VOID'"
                        + " where e.invitationId = :invitation and e.state in ('OPEN', 'UPLOADED', 'CONFIRMED')")
                .setParameter("invitation", invitation)
                .executeUpdate());
    }

    public void sweep() {
        database.commit(em -> em.createQuery("delete from EnrolmentEntity e where e.expiresAt < :old")
                .setParameter("old", clock.now() - 24 * 60 * 60_000L)
                .executeUpdate());
    }

    public static Uploaded uploaded(EnrolmentEntity row) {
        try {
            return JSON.readValue(row.uploaded, Uploaded.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("unreadable keys in enrolment " + row.id, e);
        }
    }

    private static String write(Uploaded keys) {
        try {
            return JSON.writeValueAsString(keys);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
