package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.Grade;
import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.State;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The end of a good sign-in, in the tab that asked. Person, device, credential and policy are looked at again, because the
 * approval is some seconds old; then one UPDATE consumes it, committed before the flow goes on: a sign-in that breaks off after it
 * must be begun again, but no approval ever serves twice.
 */
final class Completion {

    private final AuthenticationFlowContext context;
    private final SignInPage page;
    private final Engine engine;
    private final RequestEntity row;
    private final DeviceEntity device;
    private final UserModel person;

    Completion(AuthenticationFlowContext context, SignInPage page, Engine engine, RequestEntity row) {
        this.context = context;
        this.page = page;
        this.engine = engine;
        this.row = row;
        this.device = engine.devices
                .find(page.realm.getId(), row.deviceId)
                .orElseThrow(() -> new ProblemException(Problem.DEVICE_REMOVED));
        this.person = DeviceOwner.of(context.getSession(), engine, device);
    }

    UserModel person() {
        return person;
    }

    void complete() {
        UserModel expected = context.getUser();
        if (expected != null && !expected.getId().equals(person.getId())) {
            throw new ProblemException(Problem.REQUEST_ENDED);
        }
        if (!Grade.valueOf(row.grade).meets(page.policy.leastGrade())) {
            throw new ProblemException(Problem.GRADE_TOO_LOW);
        }
        if (!engine.requests.consume(page.realm.getId(), row.id, person.getId(), page.binding())) {
            throw new ProblemException(Problem.REQUEST_ENDED);
        }
        if (row.remember && row.browserX != null) {
            engine.browsers.remember(
                    page.realm.getId(), person.getId(), new PossessionKey(row.browserX, row.browserY), browserName());
        }
        engine.metrics.signedIn(row, engine.clock.now());
        engine.waiters.wake(row.id, State.CONSUMED.name());
        page.notes.forgetRequest();
        if (expected == null) {
            context.setUser(person);
        }
        tell(context.getAuthenticationSession());
        context.success(BlokKey.ID);
    }

    /** What this approval was, under the execution's name: a later, weaker one of another execution does not overwrite it. */
    private void tell(AuthenticationSessionModel authSession) {
        String note = JsonNodeFactory.instance
                .objectNode()
                .put("grade", row.grade)
                .put("channel", row.channel)
                .put("device", device.id)
                .put("time", row.approvedAt)
                .put("request", row.id)
                .toString();
        authSession.setUserSessionNote("blokkey." + page.execution.getId(), note);
        context.getEvent()
                .detail("blokkey_request", row.id)
                .detail("blokkey_device", device.id)
                .detail("blokkey_grade", row.grade)
                .detail("blokkey_channel", row.channel.toLowerCase(java.util.Locale.ROOT));
    }

    private String browserName() {
        String name = row.browser.isEmpty() ? row.address : row.browser + " · " + row.system;
        return name.length() > 128 ? name.substring(0, 128) : name;
    }
}
