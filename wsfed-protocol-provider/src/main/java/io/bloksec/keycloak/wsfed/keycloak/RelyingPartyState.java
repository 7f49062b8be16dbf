package io.bloksec.keycloak.wsfed.keycloak;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.SessionExpiration;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keeps a relying party's {@code wctx} from its request to our answer, byte for byte, up to 16 KiB, and beside it what the
 * request demanded, for a login page that has to make the request again.
 *
 * <p>It cannot lie in the authentication session: client notes travel in the {@code KC_RESTART} cookie, which a browser drops
 * above 4 KB, and authentication notes are wiped by every restart of the flow. So it is kept under a random key in Keycloak's
 * store for single-use objects, and only the key is a client note; an answer in the same request does not touch the store.
 * docs/decisions/0002-wctx-storage.md has the reasons and the figures.
 */
final class RelyingPartyState {

    private static final String KEY_NOTE = "wsfed.state";
    private static final String IN_THIS_REQUEST = RelyingPartyState.class.getName();
    private static final String WCTX = "wctx";
    private static final String DEMANDS = "demands";
    private static final String TOKEN_TYPE = "token_type";

    /** Beyond the login page's own life, so that a login page that has expired can still be finished. */
    private static final int EXTRA_SECONDS = 30 * 60;

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeycloakSession session;
    private final RealmModel realm;

    RelyingPartyState(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** Takes the state of a new request; {@link #park} must follow when the request is not answered at once. */
    void take(
            AuthenticationSessionModel authSession,
            Optional<String> wctx,
            Demands demands,
            Optional<String> tokenType) {
        Parked request = new Parked(wctx, demands, tokenType);
        if (request.isEmpty()) {
            return;
        }
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        authSession.setClientNote(KEY_NOTE, HexFormat.of().formatHex(bits));
        session.setAttribute(IN_THIS_REQUEST, request);
    }

    /** Stores what {@link #take} took, for the requests that come from the login page. */
    void park(AuthenticationSessionModel authSession) {
        Parked request = (Parked) session.getAttribute(IN_THIS_REQUEST);
        if (request != null) {
            session.singleUseObjects()
                    .put(
                            storeKey(key(authSession).orElseThrow()),
                            SessionExpiration.getAuthSessionLifespan(realm) + EXTRA_SECONDS,
                            request.toMap());
        }
    }

    /** The key under which this sign-in's state lies; absent when there is nothing to keep. */
    Optional<String> key(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getClientNote(KEY_NOTE));
    }

    /**
     * The state of this sign-in.
     *
     * @return empty when the relying party sent none
     * @throws LostException when it sent one that is no longer here; an answer without it would be wrong
     */
    Optional<String> recall(AuthenticationSessionModel authSession) throws LostException {
        Parked request = (Parked) session.getAttribute(IN_THIS_REQUEST);
        if (request != null) {
            return request.wctx();
        }
        Optional<String> key = key(authSession);
        return key.isPresent() ? recall(key.get()).wctx() : Optional.empty();
    }

    /**
     * The state under a key that may come from anyone: it is a random name that only the browser of its sign-in was told.
     *
     * @throws LostException when there is none
     */
    Parked recall(String key) throws LostException {
        Map<String, String> parked =
                KEY.matcher(key).matches() ? session.singleUseObjects().get(storeKey(key)) : null;
        if (parked == null) {
            throw new LostException();
        }
        return new Parked(
                Optional.ofNullable(parked.get(WCTX)),
                Demands.parse(parked.get(DEMANDS)),
                Optional.ofNullable(parked.get(TOKEN_TYPE)));
    }

    private String storeKey(String key) {
        return "wsfed:wctx:" + realm.getId() + ":" + key;
    }

    /** What is kept of a request. */
    record Parked(Optional<String> wctx, Demands demands, Optional<String> tokenType) {

        private boolean isEmpty() {
            return wctx.isEmpty() && !demands.any() && tokenType.isEmpty();
        }

        private Map<String, String> toMap() {
            Map<String, String> notes = new HashMap<>();
            wctx.ifPresent(value -> notes.put(WCTX, value));
            if (demands.any()) {
                notes.put(DEMANDS, demands.toText());
            }
            tokenType.ifPresent(value -> notes.put(TOKEN_TYPE, value));
            return notes;
        }
    }

    /** The state has expired, or the server that held it is gone. */
    static final class LostException extends Exception {

        private static final long serialVersionUID = 1L;
    }
}
