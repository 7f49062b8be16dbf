package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.invitation.InvitationEntity;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.actiontoken.AbstractActionTokenHandler;
import org.keycloak.authentication.actiontoken.ActionTokenContext;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's own mails mark the e-mail address as verified when they are opened; this one leaves it as it is, as it may have gone to another
 * address. Looking at the page changes nothing: mail filters follow links.
 */
public final class InvitationTokenHandler extends AbstractActionTokenHandler<InvitationToken> {

    public InvitationTokenHandler() {
        super(
                InvitationToken.TYPE,
                InvitationToken.class,
                Messages.INVALID_CODE,
                EventType.EXECUTE_ACTIONS,
                Errors.NOT_ALLOWED);
    }

    @Override
    public Response handleToken(InvitationToken token, ActionTokenContext<InvitationToken> context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        Engine engine = Engine.of(context.getSession());
        Optional<InvitationEntity> row = Optional.ofNullable(token.invitation())
                .flatMap(id -> engine.invitations.find(context.getRealm().getId(), id))
                .filter(engine.invitations::isOpen)
                .filter(each -> each.generation == token.generation())
                .filter(each ->
                        each.userId.equals(authSession.getAuthenticatedUser().getId()));
        if (row.isEmpty()) {
            context.getEvent().error(Errors.EXPIRED_CODE);
            return InvitationRoutes.over(context.getSession());
        }
        new EnrolNotes(authSession).invitation(row.get().id, row.get().generation);
        authSession.addRequiredAction(BlokKey.ENROL);
        return AuthenticationManager.redirectToRequiredActions(
                context.getSession(), context.getRealm(), authSession, context.getUriInfo(), BlokKey.ENROL);
    }
}
