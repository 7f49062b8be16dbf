package io.bloksec.keycloak.wsfed.keycloak.admin;

import io.bloksec.keycloak.wsfed.doctor.Finding;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** What the doctor finds in the flow that signs people in for a client. */
record FlowCheck(RealmModel realm, ClientModel client) {

    List<Finding> findings() {
        boolean countsLevels = executions(flow())
                .anyMatch(execution ->
                        ConditionalLoaAuthenticatorFactory.PROVIDER_ID.equals(execution.getAuthenticator()));
        return countsLevels
                ? List.of()
                : List.of(Finding.warning(
                        "no_level_condition",
                        "The flow " + flow().getAlias()
                                + " has no condition Level of Authentication: the multi-factor claim is never sent, and a request"
                                + " for more than one factor ends on a page.",
                        "Add the sample flow, and choose it in the client's Advanced tab as browser flow."));
    }

    AuthenticationFlowModel flow() {
        String override = client.getAuthenticationFlowBindingOverride(AuthenticationFlowBindings.BROWSER_BINDING);
        AuthenticationFlowModel flow = override == null ? null : realm.getAuthenticationFlowById(override);
        return flow == null ? realm.getBrowserFlow() : flow;
    }

    /** All that is not switched off, subflows' included. */
    Stream<AuthenticationExecutionModel> executions(AuthenticationFlowModel flow) {
        return realm.getAuthenticationExecutionsStream(flow.getId())
                .filter(execution -> !execution.isDisabled())
                .flatMap(execution -> execution.isAuthenticatorFlow()
                        ? executions(realm.getAuthenticationFlowById(execution.getFlowId()))
                        : Stream.of(execution));
    }
}
