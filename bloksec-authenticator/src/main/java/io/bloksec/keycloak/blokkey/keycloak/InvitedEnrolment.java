package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.enrolment.EnrolmentEntity;
import io.bloksec.keycloak.blokkey.invitation.InvitationEntity;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** An enrolment that a mail let in, not a sign-in: looked at again at each step. */
final class InvitedEnrolment {

    private final RequiredActionContext context;
    private final Engine engine;
    private final EnrolNotes notes;
    private final InvitationEntity row;

    private InvitedEnrolment(RequiredActionContext context, Engine engine, EnrolNotes notes, InvitationEntity row) {
        this.context = context;
        this.engine = engine;
        this.notes = notes;
        this.row = row;
    }

    /** @return empty where the person has signed in */
    static Optional<InvitedEnrolment> of(RequiredActionContext context, Engine engine) {
        EnrolNotes notes = new EnrolNotes(context.getAuthenticationSession());
        return Optional.ofNullable(notes.invitation())
                .map(id -> new InvitedEnrolment(
                        context,
                        engine,
                        notes,
                        engine.invitations.find(context.getRealm().getId(), id).orElse(null)));
    }

    String id() {
        return row.id;
    }

    /** Whether it may go on: a newer mail, another phone or factor, or somebody else's phone ends it. */
    boolean isOpen() {
        return row != null
                && engine.invitations.isOpen(row)
                && row.generation == notes.generation()
                && row.userId.equals(context.getUser().getId())
                && Inviting.obstacle(context.getUser(), engine) == null;
    }

    boolean needsCode() {
        return row.codeHash != null && !notes.hasCode();
    }

    /** @return whether it is right; each try is counted, and after five there is none */
    boolean tryCode(String typed) {
        KeycloakSession session = context.getSession();
        boolean right = typed != null
                && typed.length() <= 32
                && engine.invitations.isCode(row, hash -> PasscodeHash.matches(session, typed, hash));
        if (right) {
            notes.codeIsRight();
        } else {
            context.getEvent().clone().detail("blokkey_invitation", row.id).error("blokkey_invitation_code_wrong");
        }
        return right;
    }

    /**
     * A phone came with a ticket that was taken already, or in a second browser: neither counts, and whoever invited is told.
     *
     * @param ticket that ended in this way
     */
    static void broughtTwice(KeycloakSession session, Engine engine, EnrolmentEntity ticket) {
        if (ticket.invitationId == null || !engine.invitations.voidIt(ticket.invitationId)) {
            return;
        }
        engine.enrolments.voidAllOf(ticket.invitationId);
        RealmModel realm = session.getContext().getRealm();
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.EXECUTE_ACTIONS)
                .user(ticket.userId)
                .detail("blokkey_invitation", ticket.invitationId)
                .error("blokkey_invitation_void");
        engine.mails.alarm(session, ticket.invitationId);
    }
}
