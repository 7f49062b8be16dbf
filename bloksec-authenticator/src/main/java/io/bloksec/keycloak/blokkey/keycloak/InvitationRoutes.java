package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.invitation.InvitationEntity;
import io.bloksec.keycloak.blokkey.invitation.InvitationLink;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.services.resources.LoginActionsService;

/** {@code …/blokkey/invite/ID/MAC}: what the mail's link opens. Writes nothing and sends nothing. */
public final class InvitationRoutes {

    private final KeycloakSession session;

    InvitationRoutes(KeycloakSession session) {
        this.session = session;
    }

    /** On to Keycloak's required action; one page for whatever does not lead there, so that nothing is learned by trying. */
    @GET
    @Path("{id}/{mac}")
    public Response open(@PathParam("id") String id, @PathParam("mac") String mac) {
        Engine engine = Engine.of(session);
        if (!engine.tickets.allows(ClientPlace.address(session), System.currentTimeMillis())) {
            return over(session);
        }
        RealmModel realm = session.getContext().getRealm();
        RealmSetup setup = RealmSetup.of(session);
        Optional<InvitationEntity> row = engine.invitations
                .find(realm.getId(), id)
                .filter(each -> InvitationLink.isOf(each, setup.secret(), mac))
                .filter(engine.invitations::isOpen)
                .filter(each -> Optional.ofNullable(session.users().getUserById(realm, each.userId))
                        .filter(user -> Inviting.obstacle(user, engine) == null)
                        .isPresent());
        return row.map(each -> onTo(realm, each, engine)).orElseGet(() -> over(session));
    }

    private Response onTo(RealmModel realm, InvitationEntity row, Engine engine) {
        var uri = session.getContext().getUri();
        String token = new InvitationToken(row, engine.clock.now()).serialize(session, realm, uri);
        return Response.status(Response.Status.FOUND)
                .location(Urls.loginActionsBase(uri.getBaseUri())
                        .path(LoginActionsService.class, "executeActionToken")
                        .queryParam(Constants.KEY, token)
                        .build(realm.getName()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    static Response over(KeycloakSession session) {
        return session.getProvider(LoginFormsProvider.class)
                .setError("blokkeyInvitationOver")
                .createErrorPage(Response.Status.GONE);
    }
}
