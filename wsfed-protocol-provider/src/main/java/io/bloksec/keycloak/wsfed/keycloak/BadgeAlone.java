package io.bloksec.keycloak.wsfed.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.UsernameFormFactory;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/**
 * A printed badge can be copied, and its PIN looked at over a shoulder: with nothing beside it, it is one factor, whatever level of
 * authentication an administrator's flow gives it.
 */
final class BadgeAlone {

    /** BlokBadge's step, and its note in the user session. */
    private static final String BADGE = "blokbadge";

    /** Badges that are meant for workstations; any other one may be used where nobody has registered anything. */
    private static final Set<String> MEANT_FOR_KIOSKS = Set.of("required", "preferred");

    private static final ObjectMapper JSON = new ObjectMapper();

    private BadgeAlone() {}

    /** Whether the badge is the only step of this session that proved anything. */
    static boolean isIn(KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        Set<String> proven =
                AuthenticatorUtils.parseCompletedExecutions(userSession.getNote(Constants.AUTHENTICATORS_COMPLETED))
                        .keySet()
                        .stream()
                        .map(realm::getAuthenticationExecutionById)
                        .filter(execution -> execution != null && provesAFactor(session, execution))
                        .map(AuthenticationExecutionModel::getAuthenticator)
                        .collect(Collectors.toSet());
        return proven.equals(Set.of(BADGE));
    }

    /** Whether BlokBadge says that it was at a registered workstation, with a badge that is meant for one. */
    static boolean wasAtKiosk(UserSessionModel userSession) {
        String note = userSession.getNote(BADGE);
        try {
            JsonNode said = note == null ? JSON.missingNode() : JSON.readTree(note);
            return said.path("kiosk").isTextual()
                    && MEANT_FOR_KIOSKS.contains(said.path("rule").asText());
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean provesAFactor(KeycloakSession session, AuthenticationExecutionModel execution) {
        String authenticator = execution.getAuthenticator();
        if (authenticator == null || UsernameFormFactory.PROVIDER_ID.equals(authenticator)) {
            return false;
        }
        AuthenticatorFactory factory = (AuthenticatorFactory)
                session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, authenticator);
        return factory != null && factory.getReferenceCategory() != null;
    }
}
