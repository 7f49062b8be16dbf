package io.bloksec.keycloak.wsfed.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.wsfed.token.AuthenticationStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.Constants;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a session really did to authenticate, and when. A method is told only when it was seen at work: a session that another
 * application opened, whose credentials are no longer known, has none.
 *
 * @param instant when the first factor was given, whole seconds: neither single sign-on nor a second factor moves it, as Entra
 *     ID's sign-in frequency counts from it
 * @param credentials Keycloak's types of the credentials that were seen
 */
record SessionAuthentication(Instant instant, Set<String> credentials) {

    /** User session note: time of the session's last authentication, instant, credential types. */
    private static final String NOTE = "wsfed.authentication";

    private static final int FIRST_LEVEL = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the module bloksec-authenticator: approved on a phone. */
    private static final String BLOKKEY = "blokkey";

    private static final Map<String, String> METHODS = Map.of(
            BLOKKEY,
            "http://schemas.microsoft.com/ws/2012/12/authmethod/phoneappnotification",
            PasswordCredentialModel.TYPE,
            "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password",
            OTPCredentialModel.TYPE,
            "http://schemas.microsoft.com/ws/2012/12/authmethod/otp",
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            AuthenticationStatement.HARDWARE_TOKEN,
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            AuthenticationStatement.HARDWARE_TOKEN);

    /** Of a session, before anything happens in this request. */
    static SessionAuthentication of(UserSessionModel userSession) {
        long last = lastAuthentication(userSession);
        String note = userSession.getNote(NOTE);
        if (note != null && note.startsWith(last + " ")) {
            String[] parts = note.split(" ");
            return new SessionAuthentication(
                    Instant.ofEpochSecond(Long.parseLong(parts[1])),
                    new LinkedHashSet<>(Arrays.asList(parts).subList(2, parts.length)));
        }
        return new SessionAuthentication(
                Instant.ofEpochSecond(Math.min(last, firstLevelTime(userSession, last))), Set.of());
    }

    /** Of a session that has just come through a flow; remembers for single sign-on what was seen. */
    static SessionAuthentication afterFlow(AuthenticationSessionModel authSession, UserSessionModel userSession) {
        List<String> used = UsedCredentials.of(authSession);
        if (used.isEmpty()) {
            return of(userSession);
        }
        long last = lastAuthentication(userSession);
        boolean anew = AuthenticatorUtil.isForcedReauthentication(authSession);
        long first = anew ? last : Math.min(last, firstLevelTime(userSession, last));
        Set<String> credentials = new LinkedHashSet<>();
        String note = userSession.getNote(NOTE);
        if (!anew && note != null && note.split(" ")[1].equals(String.valueOf(first))) {
            // A second factor on top of what this session did before.
            String[] parts = note.split(" ");
            credentials.addAll(Arrays.asList(parts).subList(2, parts.length));
        }
        credentials.addAll(used);
        userSession.setNote(NOTE, last + " " + first + " " + String.join(" ", credentials));
        return new SessionAuthentication(Instant.ofEpochSecond(first), credentials);
    }

    /** @param longest absent: it may be as old as it likes */
    boolean isOlderThan(Optional<Duration> longest, Instant now) {
        return longest.filter(duration -> instant.plus(duration).isBefore(now)).isPresent();
    }

    /** The first factor names the method; a second one is a matter of the multi-factor claim. */
    AuthenticationStatement statement(Instant now) {
        return new AuthenticationStatement(method(), instant.isAfter(now) ? now : instant);
    }

    /** URIs of the methods seen, as AD FS names them. */
    List<String> methods() {
        return credentials.stream()
                .filter(METHODS::containsKey)
                .map(METHODS::get)
                .distinct()
                .toList();
    }

    private String method() {
        if (credentials.contains(PasswordCredentialModel.TYPE)) {
            return AuthenticationStatement.PASSWORD;
        }
        return credentials.contains(WebAuthnCredentialModel.TYPE_PASSWORDLESS)
                        || credentials.contains(WebAuthnCredentialModel.TYPE_TWOFACTOR)
                ? AuthenticationStatement.HARDWARE_TOKEN
                : AuthenticationStatement.UNSPECIFIED;
    }

    private static long lastAuthentication(UserSessionModel userSession) {
        String authTime = userSession.getNote(AuthenticationManager.AUTH_TIME);
        return authTime == null ? userSession.getStarted() : Long.parseLong(authTime);
    }

    /** When the first level of authentication was reached, where the flow has levels: a step-up leaves it as it was. */
    private static long firstLevelTime(UserSessionModel userSession, long otherwise) {
        String levels = userSession.getNote(Constants.LOA_MAP);
        if (levels == null) {
            return otherwise;
        }
        try {
            return JSON.readValue(levels, new TypeReference<Map<Integer, Long>>() {})
                    .getOrDefault(FIRST_LEVEL, otherwise);
        } catch (JsonProcessingException e) {
            return otherwise;
        }
    }
}
