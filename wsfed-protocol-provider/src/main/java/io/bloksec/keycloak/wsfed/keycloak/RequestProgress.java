package io.bloksec.keycloak.wsfed.keycloak;

import org.keycloak.models.KeycloakSession;

/**
 * Whether the request at hand has had its final answer. The flow runs between our endpoint and our answer and does not say
 * which of the two a response is: the token, or a page that will come back.
 */
final class RequestProgress {

    private static final String ANSWERED = RequestProgress.class.getName();

    private RequestProgress() {}

    static void answered(KeycloakSession session) {
        session.setAttribute(ANSWERED, Boolean.TRUE);
    }

    static boolean isAnswered(KeycloakSession session) {
        return session.getAttribute(ANSWERED) != null;
    }
}
