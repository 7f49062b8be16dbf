package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import io.bloksec.keycloak.badge.kiosk.KioskState;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.keycloak.common.util.KeycloakUriBuilder;
import org.keycloak.events.Details;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel;

/**
 * Whoever used this browser last, and what may be left of it: Keycloak's session, as long as that lasts, and sessions at applications,
 * which may last longer. The browser itself remembers it, in a {@link LeftCookie}, until it has been to every application that wants to be
 * visited at a sign-out; so it does not matter how or when Keycloak's session has ended.
 *
 * <p>Ending it takes a ticket that only our own pages show: otherwise an image on any page could sign people out.
 */
final class LastPerson {

    private final KeycloakSession session;
    private final RealmModel realm;

    /** What the browser remembers; null for nothing yet. */
    private final LeftCookie.Content remembered;

    /** What it should remember. */
    private final LeftCookie.Content left;

    /** Null when it has ended. */
    private final UserSessionModel userSession;

    /** Null until it is asked for. */
    private Optional<KioskEntity> kiosk;

    private LastPerson(
            KeycloakSession session,
            RealmModel realm,
            LeftCookie.Content remembered,
            LeftCookie.Content left,
            UserSessionModel userSession) {
        this.session = session;
        this.realm = realm;
        this.remembered = remembered;
        this.left = left;
        this.userSession = userSession;
    }

    /** Empty in a browser of which nothing is known: nobody has used it, or all of it has ended. */
    static Optional<LastPerson> of(KeycloakSession session, RealmModel realm) {
        Optional<LeftCookie.Content> cookie = new LeftCookie(session, realm).read();
        UserSessionModel userSession = Optional.ofNullable(
                        AuthenticationManager.authenticateIdentityCookie(session, realm, true))
                .map(AuthenticationManager.AuthResult::session)
                .orElse(null);
        if (userSession == null) {
            return cookie.map(left -> new LastPerson(session, realm, left, left, null));
        }
        String person = userSession.getUser().getId();
        LeftCookie.Content left =
                cookie.map(each -> each.and(person).fromTheBeginning()).orElseGet(() -> LeftCookie.Content.of(person));
        return Optional.of(new LastPerson(session, realm, cookie.orElse(null), left, userSession));
    }

    /**
     * In the transaction in which a badge signs somebody in: what this browser then remembers.
     *
     * @param before the last one, or null
     */
    static void signedIn(KeycloakSession session, RealmModel realm, UserModel person, LastPerson before) {
        String id = person.getId();
        new LeftCookie(session, realm)
                .write(
                        before == null
                                ? LeftCookie.Content.of(id)
                                : before.left.and(id).fromTheBeginning());
    }

    /** Whether all that may be left here is this person's own. */
    boolean isOnly(UserModel person) {
        return !left.isOfOthers() && person.getId().equals(left.person());
    }

    /**
     * Whether Keycloak's session lasts; what applications have may last without it. It is over where nobody has been for too long, or at
     * what is no workstation any more, even before somebody ends it.
     */
    boolean isSignedIn() {
        return userSession != null && userSession.getState() != UserSessionModel.State.LOGGING_OUT && !isOver();
    }

    private boolean isOver() {
        Engine engine = Engine.of(session);
        return engine.sessions.isOver(userSession.getId(), engine.badges.now())
                || BadgeNote.kiosk(userSession).isPresent()
                        && kiosk().filter(kiosk -> kiosk.state() == KioskState.ACTIVE)
                                .isEmpty();
    }

    /** Only while they are signed in. */
    UserModel person() {
        return userSession.getUser();
    }

    String name() {
        return Optional.ofNullable(left.person())
                .map(id -> session.users().getUserById(realm, id))
                .map(Presenting::shortName)
                .orElse("…");
    }

    /** The registered workstation at which they have signed in; empty without one. */
    Optional<KioskEntity> kiosk() {
        if (kiosk == null) {
            kiosk = Optional.ofNullable(userSession)
                    .flatMap(BadgeNote::kiosk)
                    .flatMap(id -> Engine.of(session).kiosks.find(realm.getId(), id));
        }
        return kiosk;
    }

    /** Makes the browser remember, if it does not yet; before its ticket is shown. */
    LastPerson remembered() {
        // The browser may remember, and not have said so: its cookie does not come with such a request, Keycloak's may.
        boolean unsaid = remembered == null && isSentByAnotherSite();
        if (!unsaid && !left.equals(remembered)) {
            new LeftCookie(session, realm).write(left);
        }
        return this;
    }

    private boolean isSentByAnotherSite() {
        return "POST".equals(session.getContext().getHttpRequest().getHttpMethod())
                && "cross-site".equals(session.getContext().getRequestHeaders().getHeaderString("Sec-Fetch-Site"));
    }

    String ticket() {
        return left.ticket();
    }

    boolean isTicket(String shown) {
        return shown != null
                && MessageDigest.isEqual(
                        left.ticket().getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** How far a sign-out has come: {@code session}, then the application that is being visited; null before the first one. */
    String step() {
        return userSession != null ? "session" : left.after();
    }

    /** Where a browser goes to end it. */
    URI signOut() {
        return KeycloakUriBuilder.fromUri(KioskClient.address(session, realm, "sign-out"))
                .queryParam("ticket", ticket())
                .build();
    }

    /** Somebody is at the workstation. */
    void seen() {
        Engine engine = Engine.of(session);
        long now = engine.badges.now();
        kiosk().ifPresent(kiosk -> engine.sessions.seen(
                userSession.getId(), now, now + kiosk.rules().idleSeconds()));
    }

    /**
     * The next step of the sign-out: Keycloak's session, then one application after the other, top-level, in its own site; then the page
     * {@code out}. Whichever step does not come back is not taken twice.
     *
     * @param cameBack whether it was the step before that has led here
     */
    Response goOn(boolean cameBack) {
        if (userSession != null) {
            return endHere();
        }
        if (!cameBack && left.isUnderWay()) {
            KioskEvents.didNotReturn(session, realm, left.person(), left.after());
        }
        LeftCookie cookie = new LeftCookie(session, realm);
        Optional<VisitedClient> next = VisitedClient.after(realm, left.after(), on());
        if (next.isEmpty()) {
            cookie.expire();
            return Response.seeOther(KioskClient.address(session, realm, "out")).build();
        }
        cookie.write(left.after(next.get().id()));
        return Response.seeOther(next.get().address()).build();
    }

    /** Whether {@link #goOn} has led to an application. */
    boolean isUnderWay() {
        return left.isUnderWay();
    }

    /** Where applications send the browser back to. */
    private URI on() {
        return KioskClient.address(session, realm, "sign-out/on");
    }

    /**
     * As Keycloak ends sessions, but for the applications that are visited afterwards anyway; and an identity provider that has kept the
     * browser is passed over when this is opened again.
     */
    private Response endHere() {
        ClientModel client = realm.getClientByClientId(KioskClient.ID);
        if (client != null) {
            session.getContext().setClient(client);
        }
        userSession.getAuthenticatedClientSessions().values().stream()
                .filter(each -> VisitedClient.of(each.getClient(), on()).isPresent())
                .forEach(each -> each.setAction(CommonClientSessionModel.Action.LOGGED_OUT.name()));
        AuthenticationSessionModel logout = AuthenticationManager.createOrJoinLogoutSession(
                session, realm, new AuthenticationSessionManager(session), userSession, true, true);
        logout.setAuthNote(OIDCLoginProtocol.LOGOUT_REDIRECT_URI, signOut().toString());
        if (userSession.getState() == UserSessionModel.State.LOGGING_OUT) {
            // By this note Keycloak knows whom it need not ask.
            Optional.ofNullable(userSession.getNote(Details.IDENTITY_PROVIDER))
                    .ifPresent(asked -> logout.setAuthNote(AuthenticationManager.LOGOUT_INITIATING_IDP, asked));
        }
        userSession.setNote(AuthenticationManager.KEYCLOAK_LOGOUT_PROTOCOL, OIDCLoginProtocol.LOGIN_PROTOCOL);
        return AuthenticationManager.browserLogout(
                session,
                realm,
                userSession,
                session.getContext().getUri(),
                session.getContext().getConnection(),
                session.getContext().getRequestHeaders());
    }

    /** Keycloak's session, at once; the applications are still to be visited. */
    void endNow() {
        if (userSession == null) {
            return;
        }
        KioskEvents.ended(session, realm, userSession, KioskEvents.FORCED);
        AuthenticationManager.backchannelLogout(session, userSession, true);
        AuthenticationManager.expireIdentityCookie(session);
    }
}
