package io.bloksec.keycloak.wsfed.keycloak;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * How old an authentication this sign-in may be answered with: what {@code wfresh} or {@code prompt=login} demanded, and when.
 *
 * <p>A client note, because authentication notes are wiped when a person restarts the login, and a demand must outlive that.
 *
 * @param requestedAt when the relying party asked, whole seconds
 * @param maxAge zero: authenticate now, whatever session there is
 */
record RequestedFreshness(Instant requestedAt, Duration maxAge) {

    private static final String NOTE = "wsfed.fresh";

    void writeTo(AuthenticationSessionModel authSession) {
        authSession.setClientNote(NOTE, requestedAt.getEpochSecond() + " " + maxAge.toSeconds());
    }

    static Optional<RequestedFreshness> of(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getClientNote(NOTE)).map(note -> {
            String[] parts = note.split(" ");
            return new RequestedFreshness(
                    Instant.ofEpochSecond(Long.parseLong(parts[0])), Duration.ofSeconds(Long.parseLong(parts[1])));
        });
    }

    /** Whether an existing session will do without asking the person again. */
    boolean allowsSession(Instant authenticatedAt) {
        return !maxAge.isZero() && isMetBy(authenticatedAt);
    }

    /** Whether an answer may be given; Keycloak counts in whole seconds, and so does this. */
    boolean isMetBy(Instant authenticatedAt) {
        return !authenticatedAt.isBefore(requestedAt.minus(maxAge));
    }
}
