package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.util.Optional;
import org.keycloak.Token;
import org.keycloak.TokenCategory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.RealmsResource;

/**
 * By what a browser remembers that somebody may still be signed in at applications. It opens nothing: whoever deletes it has only the
 * browser's own word less. Signed with the realm's key; one that cannot be read is somebody's all the same.
 */
final class LeftCookie {

    private static final String NAME = "BLOKBADGE_LEFT";

    /** As long as browsers keep a cookie at most: an application may keep its own as long. */
    private static final int LIFE = 400 * 24 * 60 * 60;

    private final KeycloakSession session;
    private final RealmModel realm;

    LeftCookie(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    Optional<Content> read() {
        Cookie cookie = session.getContext().getRequestHeaders().getCookies().get(NAME);
        if (cookie == null || cookie.getValue().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(session.tokens().decode(cookie.getValue(), Signed.class))
                .map(Signed::content)
                .filter(content -> content.ticket() != null)
                .orElseGet(() -> Content.of(null)));
    }

    void write(Content content) {
        set(session.tokens().encode(new Signed(content)), LIFE);
    }

    void expire() {
        set("", 0);
    }

    /** {@code Lax}: it goes with the browser, top-level, from one application to the next, and with nothing that another site sends. */
    private void set(String value, int seconds) {
        var base = session.getContext().getUri();
        session.getContext()
                .getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(NAME)
                        .value(value)
                        .path(RealmsResource.realmBaseUrl(base)
                                        .build(realm.getName())
                                        .getRawPath() + "/")
                        .maxAge(seconds)
                        .secure("https".equals(base.getBaseUri().getScheme()))
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build());
    }

    /**
     * @param person Keycloak's id; null when nobody knows
     * @param others whether somebody else's may be left, too
     * @param ticket that our own pages show
     * @param after the application that was visited last in a sign-out that is under way; null before
     */
    record Content(String person, boolean others, String ticket, String after) {

        private static final SecureRandom RANDOM = new SecureRandom();

        static Content of(String person) {
            byte[] bytes = new byte[32];
            RANDOM.nextBytes(bytes);
            return new Content(person, false, TabNotes.text(bytes), null);
        }

        @JsonIgnore
        boolean isOfOthers() {
            return others || person == null;
        }

        @JsonIgnore
        boolean isUnderWay() {
            return after != null;
        }

        /** Somebody is signed in now: the same person again, so that what a page has been given still counts; or beside whoever was. */
        Content and(String now) {
            return now.equals(person) ? this : new Content(now, true, of(now).ticket(), null);
        }

        Content after(String client) {
            return new Content(person, others, ticket, client);
        }

        Content fromTheBeginning() {
            return after(null);
        }
    }

    /** Keycloak signs and reads classes of this kind. */
    static final class Signed implements Token {

        @JsonProperty
        private Content content;

        @SuppressWarnings("unused") // by Jackson
        Signed() {}

        Signed(Content content) {
            this.content = content;
        }

        Content content() {
            return content;
        }

        @Override
        public TokenCategory getCategory() {
            return TokenCategory.INTERNAL;
        }
    }
}
