package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.message.RequestedAuthentication;
import io.bloksec.keycloak.wsfed.message.SignInRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a relying party demands of the sign-in itself, and when it asked: how old it may be ({@code wfresh}, {@code
 * prompt=login}), and whether it must have more than one factor ({@code wauth}).
 *
 * <p>A client note, because authentication notes are wiped when a person restarts the login, and a demand must outlive that.
 *
 * @param requestedAt when the relying party asked, whole seconds
 * @param maxAge zero: authenticate now, whatever session there is; absent: any session will do
 */
record Demands(Instant requestedAt, Optional<Duration> maxAge, boolean multiFactor) {

    static final Demands NONE = new Demands(Instant.EPOCH, Optional.empty(), false);

    private static final String NOTE = "wsfed.demands";
    private static final String ANY = "-";

    static Demands of(SignInRequest request, Instant now) {
        return new Demands(
                now,
                request.maxAuthenticationAge(),
                request.requestedAuthentication()
                        .filter(RequestedAuthentication.MULTI_FACTOR::equals)
                        .isPresent());
    }

    static Demands of(AuthenticationSessionModel authSession) {
        return parse(authSession.getClientNote(NOTE));
    }

    void writeTo(AuthenticationSessionModel authSession) {
        if (any()) {
            authSession.setClientNote(NOTE, toText());
        }
    }

    boolean any() {
        return maxAge.isPresent() || multiFactor;
    }

    /** Whether an existing session will do without asking the person again. */
    boolean allowsSession(Instant authenticatedAt) {
        return maxAge.isEmpty() || (!maxAge.get().isZero() && isMetBy(authenticatedAt));
    }

    /** Whether an answer may be given; Keycloak counts in whole seconds, and so does this. */
    boolean isMetBy(Instant authenticatedAt) {
        return maxAge.isEmpty() || !authenticatedAt.isBefore(requestedAt.minus(maxAge.get()));
    }

    /** The {@code wfresh} that demands the same now, rounded to the stricter side. */
    Optional<Long> wfreshAt(Instant now) {
        return maxAge.map(
                age -> Math.max(0, Duration.between(requestedAt.minus(age), now).toMinutes()));
    }

    String toText() {
        return requestedAt.getEpochSecond() + " "
                + maxAge.map(age -> String.valueOf(age.toSeconds())).orElse(ANY) + " " + multiFactor;
    }

    /** @param text of {@link #toText()}, or null */
    static Demands parse(String text) {
        if (text == null) {
            return NONE;
        }
        String[] parts = text.split(" ");
        return new Demands(
                Instant.ofEpochSecond(Long.parseLong(parts[0])),
                parts[1].equals(ANY) ? Optional.empty() : Optional.of(Duration.ofSeconds(Long.parseLong(parts[1]))),
                Boolean.parseBoolean(parts[2]));
    }
}
