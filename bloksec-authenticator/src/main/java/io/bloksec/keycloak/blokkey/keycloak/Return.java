package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.request.Binding;
import io.bloksec.keycloak.blokkey.request.State;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * The way back from the app on the same device: whoever followed somebody else's link approves, but the sign-in goes on only in the
 * browser that made the link, and only with the verifier that the app gives to the browser it opens.
 */
final class Return {

    private Return() {}

    /** Writes nothing: the page's script brings what stands behind the # of its address. */
    static Response page(KeycloakSession session) {
        String base = session.getContext().getUri().getBaseUri().getRawPath().replaceAll("/$", "");
        String realm = session.getContext().getRealm().getName();
        return session.getProvider(LoginFormsProvider.class)
                .setAttribute("blokkeyReturn", base + "/realms/" + realm + "/" + BlokKey.ID + "/page/return")
                .createForm("blokkey-return.ftl");
    }

    static void verify(KeycloakSession session, JsonNode body) {
        String request = text(body, "request");
        String verifier = text(body, "verifier");
        Engine engine = Engine.of(session);
        boolean verified = Optional.ofNullable(new AuthenticationSessionManager(session)
                        .getCurrentRootAuthenticationSession(
                                session.getContext().getRealm()))
                .map(RootAuthenticationSessionModel::getId)
                .filter(root -> engine.requests.verify(
                        session.getContext().getRealm().getId(), request, Binding.hashOf(root), hash(verifier)))
                .isPresent();
        if (!verified) {
            throw new ProblemException(Problem.PAGE_INVALID);
        }
        engine.waiters.wake(request, State.APPROVED.name());
    }

    private static String text(JsonNode body, String name) {
        String text = body.path(name).textValue();
        if (text == null || !text.matches("[A-Za-z0-9_-]{22,43}")) {
            throw new ProblemException(Problem.MALFORMED);
        }
        return text;
    }

    private static String hash(String verifier) {
        try {
            return Bytes.text(MessageDigest.getInstance("SHA-256").digest(Bytes.parse(verifier)));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.MALFORMED);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
