package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.keycloak.mapper.ClaimMapper;
import io.bloksec.keycloak.wsfed.message.RequestSecurityToken;
import io.bloksec.keycloak.wsfed.message.RequestedAuthentication;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ClientData;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What Keycloak asks of a login protocol once its flow has run: answer, refuse, sign out. */
public final class WsFedLoginProtocol implements LoginProtocol {

    /** Id of the protocol, in clients and in the endpoint's path. */
    public static final String ID = ClaimMapper.PROTOCOL;

    private KeycloakSession session;
    private RealmModel realm;
    private UriInfo uriInfo;
    private EventBuilder event;

    @Override
    public WsFedLoginProtocol setSession(KeycloakSession session) {
        this.session = session;
        return this;
    }

    @Override
    public WsFedLoginProtocol setRealm(RealmModel realm) {
        this.realm = realm;
        return this;
    }

    @Override
    public WsFedLoginProtocol setUriInfo(UriInfo uriInfo) {
        this.uriInfo = uriInfo;
        return this;
    }

    @Override
    public WsFedLoginProtocol setHttpHeaders(HttpHeaders headers) {
        return this;
    }

    @Override
    public WsFedLoginProtocol setEventBuilder(EventBuilder event) {
        this.event = event;
        return this;
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            ClientSessionContext clientSessionContext) {
        RequestProgress.answered(session);
        // Keycloak's own event of the sign-in, which it sends after this.
        ErrorPages.correlationId(authSession).ifPresent(id -> event.detail(ErrorPages.CORRELATION_ID, id));
        return new SignInAnswer(
                        session, WsFedEndpoint.issuer(uriInfo, realm), authSession, userSession, clientSessionContext)
                .give();
    }

    @Override
    public Response sendError(AuthenticationSessionModel authSession, Error error, String errorMessage) {
        RequestProgress.answered(session);
        try {
            Refusal refusal = error == Error.CANCELLED_BY_USER ? Refusal.CANCELLED : Refusal.NOT_COMPLETED;
            return new ErrorPages(session, event)
                    .refuse(
                            refusal,
                            ErrorPages.correlationId(authSession),
                            error.name().toLowerCase(Locale.ROOT));
        } finally {
            new AuthenticationSessionManager(session).removeTabIdInAuthenticationSession(realm, authSession);
        }
    }

    /** Rides in the address of every login page; the relying party's state itself does not. */
    @Override
    public ClientData getClientData(AuthenticationSessionModel authSession) {
        return new ClientData(
                authSession.getRedirectUri(),
                null,
                null,
                new RelyingPartyState(session).key(authSession).orElse(null));
    }

    /**
     * The login page's session is gone, but the person is signed in: another tab was faster, or the page was reloaded. The
     * relying party's request is made again, which single sign-on answers at once. The client data may come from anyone; the
     * endpoint checks every part of the request as if it were a new one.
     */
    @Override
    public Response sendError(ClientModel client, ClientData clientData, Error error) {
        if (error != Error.ALREADY_LOGGED_IN || !WsFedClient.isOne(client)) {
            return null;
        }
        UriBuilder again = WsFedEndpoint.uri(uriInfo, realm)
                .queryParam("wa", "wsignin1.0")
                .queryParam("wtrealm", "{wtrealm}")
                .resolveTemplate("wtrealm", client.getClientId());
        if (clientData.getRedirectUri() != null && !isDefaultReply(client, clientData.getRedirectUri())) {
            again.queryParam("wreply", "{wreply}").resolveTemplate("wreply", clientData.getRedirectUri());
        }
        if (clientData.getState() != null) {
            try {
                RelyingPartyState.Parked parked = new RelyingPartyState(session).recall(clientData.getState());
                parked.wctx()
                        .ifPresent(wctx -> again.queryParam("wctx", "{wctx}").resolveTemplate("wctx", wctx));
                parked.demands()
                        .wfreshAt(Instant.ofEpochSecond(Time.currentTime()))
                        .ifPresent(minutes -> again.queryParam("wfresh", minutes));
                parked.tokenType()
                        .map(type -> new RequestSecurityToken(Optional.of(type)).toXml())
                        .ifPresent(wreq -> again.queryParam("wreq", "{wreq}").resolveTemplate("wreq", wreq));
                if (parked.demands().multiFactor()) {
                    again.queryParam("wauth", RequestedAuthentication.MULTIPLE_AUTHN);
                }
            } catch (RelyingPartyState.LostException e) {
                return new ErrorPages(session, event).refuse(Refusal.STATE_LOST, Optional.empty(), null);
            }
        }
        return Response.seeOther(again.build()).build();
    }

    private static boolean isDefaultReply(ClientModel client, String address) {
        return new WsFedClient(client)
                .replyAddresses()
                .choose(Optional.empty())
                .filter(address::equals)
                .isPresent();
    }

    @Override
    public boolean requireReauthentication(UserSessionModel userSession, AuthenticationSessionModel authSession) {
        SessionAuthentication authentication = SessionAuthentication.of(userSession);
        try {
            Instant now = Instant.ofEpochSecond(Time.currentTime());
            boolean over = authentication.isOlderThan(new WsFedClient(authSession.getClient()).sessionDuration(), now);
            if (over) {
                SessionAge.note(authSession, Duration.between(authentication.instant(), now));
            }
            return over || !Demands.of(authSession).allowsSession(authentication.instant());
        } catch (InvalidSettingException e) {
            // Refused with a page before the token is made; until then nothing is taken for granted.
            return true;
        }
    }

    @Override
    public Response backchannelLogout(UserSessionModel userSession, AuthenticatedClientSessionModel clientSession) {
        // WS-Federation knows no sign-out from server to server.
        return Response.noContent().build();
    }

    @Override
    public Response frontchannelLogout(UserSessionModel userSession, AuthenticatedClientSessionModel clientSession) {
        clientSession.setAction(AuthenticationSessionModel.Action.LOGGED_OUT.name());
        return new SignOut(session)
                .visit(userSession, clientSession.getClient())
                .orElse(null);
    }

    @Override
    public Response finishBrowserLogout(UserSessionModel userSession, AuthenticationSessionModel logoutSession) {
        return new SignOut(session).finish(userSession, event);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
