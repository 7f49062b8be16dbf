package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.token.AuthenticationStatement;
import java.time.Instant;
import java.util.List;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What this session really did to authenticate, and when. A method is claimed only when it was seen at work: a session that was
 * opened by another application, whose credentials are no longer known, has an unspecified one.
 */
final class Authentications {

    /** User session note: the second of the authentication, a space, the method. */
    private static final String METHOD_NOTE = "wsfed.authentication_method";

    private Authentications() {}

    static AuthenticationStatement statement(
            AuthenticationSessionModel authSession, UserSessionModel userSession, Instant now) {
        Instant instant = instant(userSession);
        String method = method(authSession, userSession, instant);
        return new AuthenticationStatement(method, instant.isAfter(now) ? now : instant);
    }

    /** When the person last authenticated, in whole seconds: single sign-on does not move it. */
    static Instant instant(UserSessionModel userSession) {
        String authTime = userSession.getNote(AuthenticationManager.AUTH_TIME);
        return Instant.ofEpochSecond(authTime == null ? userSession.getStarted() : Long.parseLong(authTime));
    }

    private static String method(
            AuthenticationSessionModel authSession, UserSessionModel userSession, Instant instant) {
        List<String> credentials = AuthenticatorUtil.getAuthnCredentials(authSession);
        String seen = instant.getEpochSecond() + " ";
        if (credentials.isEmpty()) {
            String note = userSession.getNote(METHOD_NOTE);
            return note != null && note.startsWith(seen)
                    ? note.substring(seen.length())
                    : AuthenticationStatement.UNSPECIFIED;
        }
        String method = method(credentials);
        userSession.setNote(METHOD_NOTE, seen + method);
        return method;
    }

    /** The first factor names the method; a second one is a matter of the multi-factor claim. */
    private static String method(List<String> credentials) {
        if (credentials.contains(PasswordCredentialModel.TYPE)) {
            return AuthenticationStatement.PASSWORD;
        }
        return credentials.contains(WebAuthnCredentialModel.TYPE_PASSWORDLESS)
                        || credentials.contains(WebAuthnCredentialModel.TYPE_TWOFACTOR)
                ? AuthenticationStatement.HARDWARE_TOKEN
                : AuthenticationStatement.UNSPECIFIED;
    }
}
