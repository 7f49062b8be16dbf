package io.bloksec.keycloak.wsfed.keycloak;

import java.time.Duration;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Why a person who is signed in is asked again: the sign-in is older than the relying party takes. Said on the page. */
final class SessionAge {

    private static final String NOTE = "wsfed.session.minutes";
    private static final long HOUR = 60;

    private SessionAge() {}

    static void note(AuthenticationSessionModel authSession, Duration age) {
        authSession.setAuthNote(NOTE, String.valueOf(age.toMinutes()));
    }

    /** In the place of Keycloak's general line, where there is something to say. */
    static void tell(AuthenticationSessionModel authSession, LoginFormsProvider form) {
        String note = authSession.getAuthNote(NOTE);
        if (note != null) {
            long minutes = Long.parseLong(note);
            if (minutes < 2 * HOUR) {
                form.setInfo("wsfedSignedInMinutes", minutes);
            } else {
                form.setInfo("wsfedSignedInHours", minutes / HOUR);
            }
        }
    }
}
