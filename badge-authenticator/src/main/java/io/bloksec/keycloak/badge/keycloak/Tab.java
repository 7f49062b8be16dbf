package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.evidence.Statement;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import io.bloksec.keycloak.badge.protocol.Extra;
import io.bloksec.keycloak.badge.protocol.KioskKey;
import io.bloksec.keycloak.badge.protocol.SessionHash;
import io.bloksec.keycloak.badge.protocol.Transcript;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** One call of the page, in the tab that it belongs to. */
final class Tab {

    /** How long a badge that was scanned may be used, seconds; and how many PINs may be typed meanwhile. */
    private static final long SHOWN_LIFE = 120;

    private static final int MOST_ENTRIES = 3;

    final AuthenticationFlowContext context;
    final KeycloakSession session;
    final RealmModel realm;
    final Engine engine;
    final TabNotes notes;
    private final AuthenticationSessionModel authSession;
    private final boolean signsIn;
    private BadgeSettings settings;

    Tab(AuthenticationFlowContext context) {
        this(
                context,
                new TabNotes(
                        context.getAuthenticationSession(),
                        context.getExecution().getId()),
                true);
    }

    private Tab(AuthenticationFlowContext context, TabNotes notes, boolean signsIn) {
        this.context = context;
        this.session = context.getSession();
        this.realm = context.getRealm();
        this.engine = Engine.of(session);
        this.authSession = context.getAuthenticationSession();
        this.notes = notes;
        this.signsIn = signsIn;
    }

    /** The same tab, as whoever vouches for its person uses it: their badge signs nobody in. */
    Tab ofVouching() {
        return new Tab(context, notes.ofVouching(), false);
    }

    long now() {
        return engine.badges.now();
    }

    /** Read once in a call. */
    BadgeSettings settings() {
        if (settings == null) {
            settings = BadgeSettings.of(realm);
        }
        return settings;
    }

    SessionHash sessionHash() {
        return SessionHash.of(authSession.getParentSession().getId(), authSession.getTabId());
    }

    /** As the page's {@code location.origin} is, when it comes from where this server says it is. */
    String origin() {
        return origin(session);
    }

    static String origin(KeycloakSession session) {
        URI base = session.getContext().getUri().getBaseUri();
        boolean usual = base.getPort() == -1
                || base.getPort() == 80 && "http".equals(base.getScheme())
                || base.getPort() == 443 && "https".equals(base.getScheme());
        return base.getScheme() + "://" + base.getHost() + (usual ? "" : ":" + base.getPort());
    }

    String address() {
        return context.getConnection().getRemoteAddr();
    }

    SignInPlace place(String kiosk) {
        return new SignInPlace(authSession.getClient().getClientId(), address(), kiosk, now());
    }

    Transcript transcript(BadgeEntity badge, int epoch, String nonce, long time, String kiosk, Extra extra) {
        return new Transcript(
                badge.context(),
                origin(),
                authSession.getClient().getClientId(),
                epoch,
                TabNotes.bytes(nonce),
                sessionHash(),
                kiosk,
                time,
                extra);
    }

    /** A parameter of the call; empty when it is not there. */
    String parameter(String name) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        return Optional.ofNullable(form.getFirst(name)).orElse("");
    }

    /**
     * A parameter in base64url.
     *
     * @throws RefusedException when it has not that many bytes
     */
    byte[] bytes(String name, int length) {
        try {
            byte[] bytes = TabNotes.bytes(parameter(name));
            if (bytes.length == length) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: neither the one nor the other comes from our page.
        }
        throw new RefusedException(Refusal.FORGED);
    }

    /**
     * The badge that is here, as it was when it was scanned.
     *
     * @throws RefusedException when that is too long ago, or it has changed since
     */
    Here here() {
        TabNotes.Shown shown = notes.shown()
                .filter(each -> now() <= each.time() + SHOWN_LIFE)
                .orElseThrow(() -> new RefusedException(Refusal.STALE));
        BadgeEntity badge = engine.badges
                .find(realm.getId(), shown.bid())
                .filter(each -> each.revision == shown.revision())
                .orElseThrow(() -> new RefusedException(Refusal.CHANGED));
        return new Here(badge, person(badge), shown.kiosk() == null ? null : AtKiosk.still(this, shown.kiosk()));
    }

    /** Before a PIN or code is tried: a page that is left alone is not a guessing machine. */
    Here hereForEntry() {
        TabNotes.Shown shown = notes.shown().orElseThrow(() -> new RefusedException(Refusal.STALE));
        if (shown.entries() >= MOST_ENTRIES) {
            throw new RefusedException(Refusal.STALE);
        }
        notes.shown(shown.oneMore());
        return here();
    }

    boolean hasEntriesLeft() {
        return notes.shown().filter(shown -> shown.entries() < MOST_ENTRIES).isPresent();
    }

    /**
     * Whom the badge belongs to.
     *
     * @throws RefusedException when the person is gone, may not sign in now, or is another than this sign-in is about
     */
    UserModel person(BadgeEntity badge) {
        UserModel user = session.users().getUserById(realm, badge.userId);
        if (user == null) {
            throw new RefusedException(Refusal.UNKNOWN);
        }
        if (!user.isEnabled() || AuthenticatorUtils.getDisabledByBruteForceEventError(context, user) != null) {
            throw new RefusedException(Refusal.DISABLED);
        }
        if (signsIn && context.getUser() != null && !context.getUser().getId().equals(user.getId())) {
            throw new RefusedException(Refusal.OTHER_PERSON);
        }
        return user;
    }

    /** The transaction in which Keycloak signs the person in. */
    EntityManager entityManager() {
        return entityManager(session);
    }

    /** Of the session's transaction. */
    static EntityManager entityManager(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    String rootId() {
        return authSession.getParentSession().getId();
    }

    boolean isSet(String setting) {
        AuthenticatorConfigModel config = context.getAuthenticatorConfig();
        return config != null && Boolean.parseBoolean(config.getConfig().get(setting));
    }

    /** What the registered workstation signs at the end; null without one. */
    Statement.AtKiosk kioskSignature(Here here, String parameter) {
        return here.at() == null
                ? null
                : new Statement.AtKiosk(new KioskKey(here.at().publicKey), bytes(parameter, KioskKey.SIGNATURE_LENGTH));
    }

    /**
     * A badge and its person.
     *
     * @param at the registered workstation that they are at, or null
     */
    record Here(BadgeEntity badge, UserModel person, KioskEntity at) {

        String kiosk() {
            return at == null ? null : at.id;
        }
    }
}
