package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.claims.MissingClaimException;
import io.bloksec.keycloak.wsfed.keycloak.TokenIssuer.IssuedToken;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ClaimMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.InvalidMapperException;
import io.bloksec.keycloak.wsfed.token.AuthenticationStatement;
import io.bloksec.keycloak.wsfed.token.SigningKey;
import io.bloksec.keycloak.wsfed.token.UnrepresentableTextException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
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
        ClientModel client = authSession.getClient();
        // Keycloak has already sent this request's LOGIN event; what happens from here on is an event of its own.
        EventBuilder outcome = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .client(client)
                .user(userSession.getUser())
                .session(userSession)
                .detail(Details.AUTH_METHOD, ID);
        ErrorPages errors = new ErrorPages(session, outcome.event(EventType.LOGIN));
        Optional<String> correlationId = ErrorPages.correlationId(authSession);

        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        AuthenticationStatement authentication = Authentications.statement(authSession, userSession, now);
        Optional<RequestedFreshness> freshness = RequestedFreshness.of(authSession);
        if (freshness.isPresent() && !freshness.get().isMetBy(authentication.authenticationInstant())) {
            return errors.refuse(Refusal.NOT_FRESH, correlationId, null);
        }
        Optional<SigningKey> key = new SigningKeys(session, realm).active();
        if (key.isEmpty()) {
            return errors.refuse(Refusal.SIGNING_KEY_MISSING, correlationId, null);
        }
        try {
            Optional<String> wctx = new RelyingPartyState(session).recall(authSession);
            IssuedToken token = new TokenIssuer(session)
                    .issue(
                            WsFedEndpoint.issuer(uriInfo, realm),
                            now,
                            userSession.getUser(),
                            authentication,
                            clientSessionContext,
                            key.get());
            correlationId.ifPresent(id -> outcome.detail(ErrorPages.CORRELATION_ID, id));
            outcome.event(EventType.CODE_TO_TOKEN)
                    .detail(Details.TOKEN_TYPE, "SAML 1.1")
                    .detail(Details.TOKEN_ID, token.assertionId())
                    .success();
            return new AnswerPage(session)
                    .send(authSession.getRedirectUri(), token.wresult(), wctx, new WsFedClient(client).displayName());
        } catch (RelyingPartyState.LostException e) {
            return errors.refuse(Refusal.STATE_LOST, correlationId, null);
        } catch (MissingClaimException e) {
            String claim = e.type().uri();
            return errors.refuse(Refusal.CLAIM_MISSING, correlationId, claim, claim);
        } catch (UnrepresentableTextException e) {
            return errors.refuse(Refusal.CLAIM_UNREPRESENTABLE, correlationId, e.what(), e.what());
        } catch (InvalidMapperException e) {
            return errors.refuse(Refusal.MAPPER_INVALID, correlationId, e.mapper(), e.mapper());
        }
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
                String wctx = new RelyingPartyState(session).recall(clientData.getState());
                again.queryParam("wctx", "{wctx}").resolveTemplate("wctx", wctx);
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
        return RequestedFreshness.of(authSession)
                .map(freshness -> !freshness.allowsSession(Authentications.instant(userSession)))
                .orElse(false);
    }

    @Override
    public Response backchannelLogout(UserSessionModel userSession, AuthenticatedClientSessionModel clientSession) {
        // WS-Federation knows no sign-out from server to server.
        return Response.noContent().build();
    }

    @Override
    public Response frontchannelLogout(UserSessionModel userSession, AuthenticatedClientSessionModel clientSession) {
        clientSession.setAction(AuthenticationSessionModel.Action.LOGGED_OUT.name());
        return null;
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
