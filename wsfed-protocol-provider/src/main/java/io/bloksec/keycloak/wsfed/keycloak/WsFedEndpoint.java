package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.message.InvalidRequestException;
import io.bloksec.keycloak.wsfed.message.PassiveParameters;
import io.bloksec.keycloak.wsfed.message.RequestSecurityToken;
import io.bloksec.keycloak.wsfed.message.SignInRequest;
import io.bloksec.keycloak.wsfed.token.TokenType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.constants.AdapterConstants;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.AuthorizationEndpointBase;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.services.util.CacheControlUtil;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The passive endpoint, {@code /realms/{realm}/protocol/wsfed}. It checks a request against its client and hands it to Keycloak's
 * browser flow; {@link WsFedLoginProtocol} answers when the flow is through.
 */
public final class WsFedEndpoint extends AuthorizationEndpointBase {

    static final String METADATA_PATH = "FederationMetadata/2007-06/FederationMetadata.xml";

    /** Long enough for a crowd that asks at once, short enough for a new certificate, which is published days before it is used. */
    private static final String METADATA_CACHED = "public, max-age=300";

    /** Where a relying party sends the browser back after it has ended its own session. */
    static final String SIGNED_OUT_PATH = "signed-out";

    private final ErrorPages errors;

    WsFedEndpoint(KeycloakSession session, EventBuilder event) {
        super(session, event);
        this.errors = new ErrorPages(session, event);
    }

    /** The realm's address, which is the issuer of its tokens. */
    static String issuer(UriInfo uriInfo, RealmModel realm) {
        return RealmsResource.realmBaseUrl(uriInfo).build(realm.getName()).toString();
    }

    static UriBuilder uri(UriInfo uriInfo, RealmModel realm) {
        return RealmsResource.protocolUrl(uriInfo)
                .resolveTemplate("realm", realm.getName())
                .resolveTemplate("protocol", WsFedLoginProtocol.ID);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response get() {
        return handle(new MultivaluedHashMap<>(), false);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Response post(MultivaluedMap<String, String> form) {
        return handle(form, true);
    }

    @GET
    @Path(METADATA_PATH)
    @Produces(MediaType.APPLICATION_XML)
    public Response metadata(@Context Request request) {
        checkSsl();
        checkRealm();
        return publishedMetadata()
                .map(document -> {
                    EntityTag tag = new EntityTag(document.id());
                    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
                    return (unchanged != null
                                    ? unchanged
                                    : Response.ok(document.xml(), MediaType.APPLICATION_XML_TYPE.withCharset("UTF-8")))
                            .tag(tag)
                            .header(HttpHeaders.CACHE_CONTROL, METADATA_CACHED);
                })
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND))
                .build();
    }

    /** By {@code wtrealm} one client's, with {@code domain} that row of its table; whatever does not fit is not there. */
    private Optional<PublishedMetadata.Document> publishedMetadata() {
        MultivaluedMap<String, String> query = session.getContext().getUri().getQueryParameters();
        List<String> wtrealm = query.getOrDefault("wtrealm", List.of());
        List<String> domain = query.getOrDefault("domain", List.of());
        if (wtrealm.size() > 1 || domain.size() > 1) {
            return Optional.empty();
        }
        PublishedMetadata published = new PublishedMetadata(session, realm);
        if (wtrealm.isEmpty()) {
            return domain.isEmpty() ? published.ofRealm() : Optional.empty();
        }
        ClientModel client = realm.getClientByClientId(wtrealm.get(0));
        if (client == null || !WsFedClient.isOne(client) || !client.isEnabled()) {
            return Optional.empty();
        }
        try {
            return published.of(client, domain.stream().findFirst());
        } catch (InvalidSettingException e) {
            return Optional.empty();
        }
    }

    @GET
    @Path(SIGNED_OUT_PATH)
    @Produces(MediaType.TEXT_HTML)
    public Response signedOut() {
        CacheControlUtil.noBackButtonCacheControlHeader(session);
        checkSsl();
        checkRealm();
        MultivaluedMap<String, String> query = session.getContext().getUri().getQueryParameters();
        return new SignOut(session)
                .goOn(Optional.ofNullable(query.getFirst("next")), Optional.ofNullable(query.getFirst("wreply")));
    }

    private Response handle(MultivaluedMap<String, String> form, boolean posted) {
        event.event(EventType.LOGIN);
        CacheControlUtil.noBackButtonCacheControlHeader(session);
        checkSsl();
        checkRealm();
        Optional<String> clientRequestId = Optional.empty();
        try {
            PassiveParameters parameters =
                    PassiveParameters.of(session.getContext().getUri().getQueryParameters(), form);
            clientRequestId = SignInRequest.clientRequestId(parameters);
            errors.speak(SignInRequest.locales(parameters));
            return switch (parameters.nonEmpty("wa").orElse("")) {
                case "wsignin1.0" -> signIn(SignInRequest.parse(parameters), posted);
                case "wsignout1.0", "wsignoutcleanup1.0" -> signOut(parameters, posted, clientRequestId);
                default -> throw new InvalidRequestException("wa_unknown");
            };
        } catch (InvalidRequestException e) {
            return errors.refuse(Refusal.INVALID_REQUEST, clientRequestId, e.code());
        }
    }

    private Response signIn(SignInRequest request, boolean posted) {
        ClientModel client = realm.getClientByClientId(request.wtrealm());
        Optional<Refusal> refusal = admit(client);
        if (refusal.isPresent()) {
            return errors.refuse(refusal.get(), request.clientRequestId(), null);
        }
        Optional<String> replyAddress = new WsFedClient(client).replyAddresses().choose(request.wreply());
        if (replyAddress.isEmpty()) {
            String reason = request.wreply().isPresent() ? "wreply_not_registered" : "no_default_reply_address";
            return errors.refuse(Refusal.INVALID_REPLY_ADDRESS, request.clientRequestId(), reason);
        }
        Optional<Integer> multiFactorLevel;
        try {
            List<TokenType> allowed = new WsFedClient(client).tokenTypes();
            if (request.tokenRequest().isPresent()
                    && request.tokenRequest().get().choose(allowed).isEmpty()) {
                return errors.refuse(Refusal.UNSUPPORTED_TOKEN_TYPE, request.clientRequestId(), null);
            }
            multiFactorLevel = new WsFedClient(client).multiFactorLevel();
        } catch (InvalidSettingException e) {
            return errors.refuse(Refusal.SETTING_INVALID, request.clientRequestId(), e.setting(), e.setting());
        }
        AuthenticationSessionModel authSession = begin(client, request, replyAddress.get(), multiFactorLevel);
        event.detail(Details.REDIRECT_URI, replyAddress.get());
        // A POST from another site comes without our cookies; the redirect to the flow brings them, and single sign-on
        // with them.
        Response response = handleBrowserAuthenticationRequest(authSession, loginProtocol(), false, posted);
        if (!RequestProgress.isAnswered(session)) {
            new RelyingPartyState(session).park(authSession);
        }
        return response;
    }

    /** The whole list on every entry: a client of another protocol, or one switched off, gets nothing here. */
    private Optional<Refusal> admit(ClientModel client) {
        if (client == null) {
            return Optional.of(Refusal.UNKNOWN_CLIENT);
        }
        event.client(client);
        if (!WsFedClient.isOne(client)) {
            return Optional.of(Refusal.OTHER_PROTOCOL);
        }
        session.getContext().setClient(client);
        if (!client.isEnabled()) {
            return Optional.of(Refusal.CLIENT_DISABLED);
        }
        if (client.isBearerOnly() || !client.isStandardFlowEnabled()) {
            return Optional.of(Refusal.FLOW_DISABLED);
        }
        return Optional.empty();
    }

    private AuthenticationSessionModel begin(
            ClientModel client, SignInRequest request, String replyAddress, Optional<Integer> multiFactorLevel) {
        AuthenticationSessionModel authSession = createAuthenticationSession(client, null);
        authSession.setProtocol(WsFedLoginProtocol.ID);
        authSession.setRedirectUri(replyAddress);
        authSession.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
        ErrorPages.keepCorrelationId(authSession, request.clientRequestId());
        request.clientRequestId().ifPresent(id -> event.detail(ErrorPages.CORRELATION_ID, id));
        Demands demands = Demands.of(request, Instant.ofEpochSecond(Time.currentTime()));
        demands.writeTo(authSession);
        Optional<String> tokenType = request.tokenRequest().flatMap(RequestSecurityToken::tokenType);
        new RelyingPartyState(session).take(authSession, request.wctx(), demands, tokenType);
        tokenType.ifPresent(uri -> authSession.setClientNote(TokenShape.REQUESTED_TYPE, uri));
        if (demands.multiFactor()) {
            // Keycloak's flow then asks for what is missing. It is not forced there: see the check before the token.
            multiFactorLevel.ifPresent(level ->
                    authSession.setClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION, String.valueOf(level)));
        }
        request.loginHint().ifPresent(hint -> authSession.setClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM, hint));
        request.homeRealm().ifPresent(alias -> authSession.setClientNote(AdapterConstants.KC_IDP_HINT, alias));
        request.locales()
                .ifPresent(tags -> authSession.setClientNote(LocaleSelectorProvider.CLIENT_REQUEST_LOCALE, tags));
        return authSession;
    }

    private LoginProtocol loginProtocol() {
        return session.getProvider(LoginProtocol.class, WsFedLoginProtocol.ID)
                .setRealm(realm)
                .setUriInfo(session.getContext().getUri())
                .setHttpHeaders(headers)
                .setEventBuilder(event);
    }

    private Response signOut(PassiveParameters parameters, boolean posted, Optional<String> clientRequestId) {
        event.event(EventType.LOGOUT);
        errors.signingOut();
        Optional<String> wtrealm = parameters.nonEmpty("wtrealm");
        Optional<ClientModel> client = wtrealm.map(realm::getClientByClientId);
        if (wtrealm.isPresent()) {
            Optional<Refusal> refusal = admit(client.orElse(null));
            if (refusal.isPresent()) {
                return errors.refuse(refusal.get(), clientRequestId, null);
            }
        }
        SignOut signOut = new SignOut(session);
        Optional<String> replyAddress = signOut.replyAddress(parameters, client);
        if (parameters.nonEmpty("wreply").isPresent() && replyAddress.isEmpty()) {
            return errors.refuse(Refusal.INVALID_REPLY_ADDRESS, clientRequestId, "wreply_not_registered");
        }
        return signOut.start(replyAddress, parameters, posted);
    }
}
