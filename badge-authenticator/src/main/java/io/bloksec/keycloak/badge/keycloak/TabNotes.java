package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.badge.protocol.Extra;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What one execution of BlokBadge knows about its page, in one tab: what the server says counts, so no message carries it. Named with
 * the execution: another one of the same flow has a page of its own.
 */
final class TabNotes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder FROM_BASE64URL = Base64.getUrlDecoder();

    private static final String VOUCHING = "vouching.";

    private final AuthenticationSessionModel authSession;
    private final String prefix;

    TabNotes(AuthenticationSessionModel authSession, String executionId) {
        this("blokbadge." + executionId + ".", authSession);
    }

    private TabNotes(String prefix, AuthenticationSessionModel authSession) {
        this.authSession = authSession;
        this.prefix = prefix;
    }

    /** A new nonce for a badge that is to be scanned; whatever went on in this tab before is void. */
    Nonce next(long now) {
        forget();
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        Nonce nonce = new Nonce(text(bytes), now);
        set("scan", nonce);
        return nonce;
    }

    /** Once. */
    Optional<Nonce> takeNonce() {
        return take("scan", Nonce.class);
    }

    void shown(Shown shown) {
        set("shown", shown);
    }

    Optional<Shown> shown() {
        return get("shown", Shown.class);
    }

    void answered(Answered answered) {
        set("answered", answered);
    }

    Optional<Answered> answered() {
        return get("answered", Answered.class);
    }

    void begun(Begun begun) {
        set("begun", begun);
    }

    Optional<Begun> begun() {
        return get("begun", Begun.class);
    }

    void done(Done done) {
        forget();
        set("done", done);
    }

    Optional<Done> takeDone() {
        return take("done", Done.class);
    }

    void forget() {
        for (String whose : new String[] {"", VOUCHING}) {
            for (String name : new String[] {"scan", "shown", "answered", "begun", "done"}) {
                authSession.removeAuthNote(prefix + whose + name);
            }
        }
    }

    /** About the badge of whoever vouches for the one that these are about; forgotten with them. */
    TabNotes ofVouching() {
        return new TabNotes(prefix + VOUCHING, authSession);
    }

    static String text(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }

    static byte[] bytes(String text) {
        return FROM_BASE64URL.decode(text);
    }

    private <T> Optional<T> take(String name, Class<T> type) {
        Optional<T> value = get(name, type);
        authSession.removeAuthNote(prefix + name);
        return value;
    }

    private <T> Optional<T> get(String name, Class<T> type) {
        String note = authSession.getAuthNote(prefix + name);
        try {
            return note == null ? Optional.empty() : Optional.of(JSON.readValue(note, type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void set(String name, Object value) {
        try {
            authSession.setAuthNote(prefix + name, JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param time when it was given out, seconds since 1970 */
    record Nonce(String nonce, long time) {}

    /**
     * A badge that is here.
     *
     * @param time when it was, seconds since 1970
     * @param entries PINs and codes since
     */
    record Shown(String bid, int revision, long time, int entries, String kiosk) {

        Shown oneMore() {
            return new Shown(bid, revision, time, entries + 1, kiosk);
        }

        /** As if it had been scanned then. */
        Shown at(long now) {
            return new Shown(bid, revision, now, entries, kiosk);
        }
    }

    /** A right PIN: N3 and what it may do. */
    record Answered(String nonce, long time, boolean mustChange) {}

    /**
     * A PIN that is being chosen, of the badge shown or, in a renewal, of another.
     *
     * @param mode how the key comes to be trusted; null where an older key says it
     */
    record Begun(String nonce, long time, int epoch, String bid, int revision, Extra.Mode mode) {}

    /**
     * A sign-in that only has to be looked at.
     *
     * @param kiosk id of the registered workstation, or null
     * @param time when it was proven, seconds since 1970
     */
    record Done(String bid, String kiosk, long time) {

        /** How long what a person is told stays on the screen before it takes another scan, seconds. */
        private static final long LIFE = 120;

        boolean counts(long now) {
            return now <= time + LIFE;
        }
    }
}
