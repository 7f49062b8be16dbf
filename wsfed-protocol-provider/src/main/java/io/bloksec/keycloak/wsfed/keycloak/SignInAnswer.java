package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.claims.MissingClaimException;
import io.bloksec.keycloak.wsfed.keycloak.TokenIssuer.IssuedToken;
import io.bloksec.keycloak.wsfed.keycloak.mapper.InvalidMapperException;
import io.bloksec.keycloak.wsfed.token.SigningKey;
import io.bloksec.keycloak.wsfed.token.UnrepresentableTextException;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Answers a sign-in whose flow has run: with a token when everything that was asked for holds, else with a page that says why
 * not. Each answer is an event.
 */
final class SignInAnswer {

    /** Event detail: the level of authentication that the sign-in reached, -1 where its flow counts none. */
    private static final String LEVEL = "level_of_authentication";

    /** Event detail: the level that the request asked for, where it asked. */
    private static final String REQUESTED_LEVEL = "requested_level_of_authentication";

    /** Event detail: there when the signing certificate has little time left. */
    private static final String CERTIFICATE_EXPIRES = "signing_certificate_expires";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String realmUrl;
    private final AuthenticationSessionModel authSession;
    private final UserSessionModel userSession;
    private final ClientSessionContext clientSession;
    private final ClientModel client;
    private final WsFedClient relyingParty;
    private final EventBuilder event;
    private final Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());

    SignInAnswer(
            KeycloakSession session,
            String realmUrl,
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.realmUrl = realmUrl;
        this.authSession = authSession;
        this.userSession = userSession;
        this.clientSession = clientSession;
        this.client = authSession.getClient();
        this.relyingParty = new WsFedClient(client);
        // This request's LOGIN event is Keycloak's, whatever becomes of it; what happens from here on is an event of
        // its own.
        this.event = new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(client)
                .user(userSession.getUser())
                .session(userSession)
                .detail(Details.AUTH_METHOD, WsFedLoginProtocol.ID);
    }

    Response give() {
        Optional<String> correlationId = ErrorPages.correlationId(authSession);
        try {
            return token(correlationId);
        } catch (RefusedException e) {
            return new ErrorPages(session, event).refuse(e.refusal(), correlationId, e.reason(), e.argument());
        }
    }

    private Response token(Optional<String> correlationId) throws RefusedException {
        SessionAuthentication authentication = SessionAuthentication.afterFlow(authSession, userSession);
        try {
            Demands demands = Demands.of(authSession);
            if (!demands.isMetBy(authentication.instant())
                    || authentication.isOlderThan(relyingParty.sessionDuration(), now)) {
                throw new RefusedException(Refusal.NOT_FRESH);
            }
            boolean multiFactor = isMultiFactor(demands);
            TokenShape shape = TokenShape.of(relyingParty, authSession);
            SigningKey key = signingKey();
            Optional<String> wctx = new RelyingPartyState(session).recall(authSession);
            breakLoop(wctx, demands, multiFactor);
            IssuedToken token = new TokenIssuer(session)
                    .issue(
                            shape,
                            relyingParty.issuerStrategy(realmUrl),
                            now,
                            userSession,
                            authentication,
                            multiFactor,
                            clientSession,
                            key);
            report(token, shape, key, correlationId);
            TokenRecord.tell(session, client, userSession, now, token.assertionId(), multiFactor, correlationId);
            return new AnswerPage(session)
                    .send(authSession.getRedirectUri(), token.wresult(), wctx, relyingParty.displayName());
        } catch (InvalidSettingException e) {
            throw new RefusedException(Refusal.SETTING_INVALID, e.setting());
        } catch (TokenIssuer.NoIssuerException e) {
            throw new RefusedException(Refusal.DOMAIN_NOT_FEDERATED);
        } catch (RelyingPartyState.LostException e) {
            throw new RefusedException(Refusal.STATE_LOST);
        } catch (MissingClaimException e) {
            throw new RefusedException(Refusal.CLAIM_MISSING, e.type().uri());
        } catch (UnrepresentableTextException e) {
            throw new RefusedException(Refusal.CLAIM_UNREPRESENTABLE, e.what());
        } catch (InvalidMapperException e) {
            throw new RefusedException(Refusal.MAPPER_INVALID, e.mapper());
        }
    }

    /** By the level that Keycloak counted for this answer; an old one that has ended is not in it. */
    private boolean isMultiFactor(Demands demands) throws InvalidSettingException, RefusedException {
        int level = LoAUtil.getCurrentLevelOfAuthentication(clientSession.getClientSession());
        event.detail(LEVEL, String.valueOf(level));
        if (demands.multiFactor()) {
            event.detail(
                    REQUESTED_LEVEL,
                    relyingParty.multiFactorLevel().map(String::valueOf).orElse("none"));
        }
        boolean reached =
                relyingParty.multiFactorLevel().filter(least -> level >= least).isPresent()
                        && (!BadgeAlone.isIn(session, realm, userSession)
                                || relyingParty.trustsBadgesAtKiosks() && BadgeAlone.wasAtKiosk(userSession));
        if (demands.multiFactor() && !reached) {
            throw new RefusedException(Refusal.MULTI_FACTOR_NOT_REACHED, "level " + level);
        }
        return reached;
    }

    private SigningKey signingKey() throws RefusedException {
        SigningKeys keys = new SigningKeys(session, realm);
        Optional<String> pinned = relyingParty.signingKeyId();
        if (pinned.isPresent()) {
            return keys.pinned(pinned.get())
                    .orElseThrow(() -> new RefusedException(Refusal.PINNED_KEY_MISSING, pinned.get()));
        }
        return keys.active().orElseThrow(() -> new RefusedException(Refusal.SIGNING_KEY_MISSING));
    }

    private void breakLoop(Optional<String> wctx, Demands demands, boolean multiFactor) throws RefusedException {
        if (new LoopBreaker(session).isTooMuch(userSession, client, wctx)) {
            String reason = (demands.multiFactor() ? "multi-factor asked, " : "")
                    + (demands.maxAge().isPresent() ? "fresh sign-in asked, " : "")
                    + (multiFactor ? "multi-factor sent" : "multi-factor not sent");
            throw new RefusedException(Refusal.SIGN_IN_LOOP, reason, relyingParty.displayName());
        }
    }

    private void report(IssuedToken token, TokenShape shape, SigningKey key, Optional<String> correlationId) {
        correlationId.ifPresent(id -> event.detail(ErrorPages.CORRELATION_ID, id));
        Instant expires = key.certificate().getNotAfter().toInstant();
        if (now.isAfter(expires.minus(SigningKeys.WARNING))) {
            event.detail(CERTIFICATE_EXPIRES, expires.toString());
        }
        event.event(EventType.CODE_TO_TOKEN)
                .detail(Details.TOKEN_TYPE, shape.label())
                .detail(Details.TOKEN_ID, token.assertionId())
                .success();
    }
}
