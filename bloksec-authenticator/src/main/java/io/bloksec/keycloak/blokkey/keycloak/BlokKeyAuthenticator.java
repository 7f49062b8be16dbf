package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.State;
import io.bloksec.keycloak.database.LostRaceException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The page that waits for a phone. Looking at it writes nothing and sends nothing: Keycloak shows it for {@code prompt=none} and
 * for every refresh too. What happens, happens by POST.
 */
final class BlokKeyAuthenticator implements Authenticator, CredentialValidator<CredentialProvider<?>> {

    private static final String ACT = "blokkey";
    private static final String PAGE = "page";
    private static final Logger LOG = Logger.getLogger(BlokKeyAuthenticator.class);

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        SignInPage page = page(context);
        page.takeHint();
        context.challenge(SignInView.waiting(context, page, null));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        SignInPage page = page(context);
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String act = form.getFirst(ACT);
        if (act == null || !page.notes.isSecret(form.getFirst(PAGE))) {
            context.challenge(SignInView.waiting(context, page, null));
            return;
        }
        try {
            act(context, page, act, form);
        } catch (ProblemException e) {
            context.challenge(SignInView.waiting(context, page, message(e.problem())));
        } catch (LostRaceException e) {
            context.challenge(SignInView.waiting(context, page, "blokkeyEnded"));
        } catch (PersistenceException e) {
            LOG.warn("The database refuses", e);
            context.challenge(SignInView.waiting(context, page, "blokkeyUnavailable"));
        }
    }

    private static void act(
            AuthenticationFlowContext context, SignInPage page, String act, MultivaluedMap<String, String> form) {
        switch (act) {
            case "name" -> {
                Cancel.request(page);
                page.notes.name(
                        SignInPage.isName(form.getFirst("username"))
                                ? form.getFirst("username").strip()
                                : null);
                context.challenge(SignInView.waiting(context, page, page.isNamed() ? null : "blokkeyNameMissing"));
            }
            case "other", "notme" -> {
                Cancel.request(page);
                page.notes.name(null);
                context.challenge(SignInView.waiting(context, page, null));
            }
            case "again" -> {
                Cancel.request(page);
                context.challenge(SignInView.waiting(context, page, null));
            }
            case "start" -> {
                new Start(page).start(null, true);
                context.challenge(SignInView.waiting(context, page, null));
            }
            case "finish", "continue" -> finish(context, page, "continue".equals(act));
            default -> context.challenge(SignInView.waiting(context, page, null));
        }
    }

    private static void finish(AuthenticationFlowContext context, SignInPage page, boolean confirmed) {
        Engine engine = Engine.of(context.getSession());
        Optional<RequestEntity> row = Optional.ofNullable(page.notes.request())
                .flatMap(request -> engine.requests.find(page.realm.getId(), request));
        String shown = row.map(found -> ShownState.of(engine, found)).orElse(State.EXPIRED.name());
        if (!State.APPROVED.name().equals(shown)) {
            boolean stillWaiting = ShownState.isWaiting(shown);
            context.challenge(SignInView.waiting(context, page, stillWaiting ? "blokkeyNotYet" : "blokkeyEnded"));
            return;
        }
        Completion completion = new Completion(context, page, engine, row.get());
        if (!page.isNamed() && !confirmed) {
            context.challenge(SignInView.confirming(context, page, completion.person()));
            return;
        }
        completion.complete();
    }

    private static String message(Problem problem) {
        return switch (problem) {
            case TOO_MANY -> "blokkeyTooMany";
            case DEVICE_REMOVED -> "blokkeyDeviceRemoved";
            case GRADE_TOO_LOW -> "blokkeyGradeTooLow";
            default -> "blokkeyEnded";
        };
    }

    private static SignInPage page(AuthenticationFlowContext context) {
        return new SignInPage(context.getSession(), context.getAuthenticationSession(), context.getExecution());
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return user == null
                || user.credentialManager()
                        .getStoredCredentialsByTypeStream(BlokKey.ID)
                        .findAny()
                        .isPresent();
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        session.getContext().getAuthenticationSession().addRequiredAction(BlokKey.ENROL);
    }

    @Override
    public CredentialProvider<?> getCredentialProvider(KeycloakSession session) {
        return session.getProvider(CredentialProvider.class, BlokKey.ID);
    }

    @Override
    public void close() {}
}
