package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.keys.KeysMissingException;
import io.bloksec.keycloak.badge.protocol.RealmId;
import io.bloksec.keycloak.database.LostRaceException;
import jakarta.persistence.PersistenceException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The page at which badges are scanned. Its calls come to the flow's own address, so that Keycloak's checks of session, tab and step
 * hold for each of them; docs/blokbadge-request-flow.md walks through them.
 */
final class BadgeAuthenticator implements Authenticator, CredentialValidator<CredentialProvider<?>> {

    private static final Logger LOG = Logger.getLogger(BadgeAuthenticator.class);

    /** Answered with JSON; the page stays. */
    private static final Map<String, Function<Tab, ObjectNode>> CALLS = Map.of(
            "present", Presenting::present,
            "answer", PinEntry::answer,
            "activate", PinChoice::activate,
            "vouch-begin", Vouching::begin,
            "vouch-present", Vouching::present,
            "vouch-answer", Vouching::answer,
            "new-pin", PinChoice::newPin,
            "renew-present", Renewal::present,
            "renew-pin", Renewal::pin,
            "restart", tab -> StepAnswer.scanAgain(tab, JsonNodeFactory.instance.objectNode()));

    /** Whole posts of a form, with which the flow goes on. */
    private static final Map<String, Consumer<Tab>> ENDS = Map.of(
            "auth", PinEntry::signIn,
            "bind", PinChoice::bind,
            "rekey", PinChoice::rekey,
            "renew", Renewal::renew,
            "continue", Finish::goOn);

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Tab tab = new Tab(context);
        if (isOff(tab)) {
            context.challenge(BadgeView.off(tab));
        } else {
            context.challenge(BadgeView.scan(tab, null));
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        Tab tab = new Tab(context);
        String step = tab.parameter("step");
        if (isOff(tab)) {
            context.challenge(BadgeView.off(tab));
        } else if (CALLS.containsKey(step)) {
            call(tab, CALLS.get(step));
        } else if (ENDS.containsKey(step)) {
            end(tab, ENDS.get(step));
        } else {
            context.challenge(BadgeView.scan(tab, null));
        }
    }

    private static void call(Tab tab, Function<Tab, ObjectNode> call) {
        RefusedException refused = refusalOf(() -> {
            ObjectNode answer = call.apply(tab);
            if (answer.has("refused")) {
                tab.context.failureChallenge(AuthenticationFlowError.INVALID_CREDENTIALS, StepAnswer.of(tab, answer));
            } else {
                tab.context.challenge(StepAnswer.of(tab, answer));
            }
            return null;
        });
        if (refused != null) {
            BadgeEvents.refused(tab, refused.refusal());
            tab.context.failureChallenge(
                    AuthenticationFlowError.INVALID_CREDENTIALS, StepAnswer.of(tab, StepAnswer.refused(tab, refused)));
        }
    }

    private static void end(Tab tab, Consumer<Tab> end) {
        RefusedException refused = refusalOf(() -> {
            end.accept(tab);
            return null;
        });
        if (refused != null) {
            BadgeEvents.refused(tab, refused.refusal());
            // What was half done in Keycloak's own transaction must not stay.
            tab.session.getTransactionManager().setRollbackOnly();
            tab.context.failureChallenge(
                    AuthenticationFlowError.INVALID_CREDENTIALS, BadgeView.scan(tab, message(refused.refusal())));
        }
    }

    private static RefusedException refusalOf(Supplier<Void> work) {
        try {
            work.get();
            return null;
        } catch (RefusedException e) {
            return e;
        } catch (LostRaceException e) {
            return new RefusedException(Refusal.CHANGED);
        } catch (KeysMissingException | PersistenceException e) {
            LOG.warn("A badge cannot be judged", e);
            return new RefusedException(Refusal.UNAVAILABLE);
        }
    }

    private static String message(Refusal refusal) {
        return switch (refusal) {
            case UNAVAILABLE -> "blokbadgeUnavailable";
            case STALE, CHANGED -> "blokbadgeStale";
            default -> "blokbadgeRefused";
        };
    }

    private static boolean isOff(Tab tab) {
        return !tab.engine.keys.isUsable() || !RealmId.isUsable(tab.realm.getId());
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return user == null
                || user.credentialManager()
                        .getStoredCredentialsByTypeStream(BlokBadge.ID)
                        .findAny()
                        .isPresent();
    }

    /** None: a badge is given, and activated where it is first used. */
    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public CredentialProvider<?> getCredentialProvider(KeycloakSession session) {
        return session.getProvider(CredentialProvider.class, BlokBadge.ID);
    }

    @Override
    public void close() {}
}
