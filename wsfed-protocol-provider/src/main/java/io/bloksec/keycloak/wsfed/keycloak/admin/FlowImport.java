package io.bloksec.keycloak.wsfed.keycloak.admin;

import jakarta.ws.rs.core.Response.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.RepresentationToModel;
import org.keycloak.representations.idm.AuthenticationExecutionExportRepresentation;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;

/**
 * Adds sign-in flows to a realm that is there already; Keycloak itself reads flows only when it makes a realm. The JSON is that
 * of a realm export. All of it is added or, when anything does not fit, nothing; nothing that is there is changed, and no flow
 * is bound.
 */
final class FlowImport {

    private final KeycloakSession session;
    private final RealmModel realm;

    FlowImport(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The part of a realm export that is read. */
    record Flows(
            List<AuthenticationFlowRepresentation> authenticationFlows,
            List<AuthenticatorConfigRepresentation> authenticatorConfig) {

        Flows {
            authenticationFlows = authenticationFlows == null ? List.of() : authenticationFlows;
            authenticatorConfig = authenticatorConfig == null ? List.of() : authenticatorConfig;
        }
    }

    void add(Flows flows) {
        Map<String, String> configIds = new HashMap<>();
        for (AuthenticatorConfigRepresentation config : flows.authenticatorConfig()) {
            config.setId(null);
            if (realm.getAuthenticatorConfigByAlias(config.getAlias()) != null) {
                throw conflict("authenticator config", config.getAlias());
            }
            configIds.put(
                    config.getAlias(),
                    realm.addAuthenticatorConfig(RepresentationToModel.toModel(config))
                            .getId());
        }
        Map<String, AuthenticationFlowModel> added = new HashMap<>();
        for (AuthenticationFlowRepresentation flow : flows.authenticationFlows()) {
            flow.setId(null);
            flow.setBuiltIn(false);
            if (flow.getAlias() == null || realm.getFlowByAlias(flow.getAlias()) != null) {
                throw conflict("flow", flow.getAlias());
            }
            added.put(flow.getAlias(), realm.addAuthenticationFlow(RepresentationToModel.toModel(flow)));
        }
        for (AuthenticationFlowRepresentation flow : flows.authenticationFlows()) {
            for (AuthenticationExecutionExportRepresentation execution : flow.getAuthenticationExecutions()) {
                realm.addAuthenticatorExecution(toModel(execution, added.get(flow.getAlias()), added, configIds));
            }
        }
    }

    private AuthenticationExecutionModel toModel(
            AuthenticationExecutionExportRepresentation execution,
            AuthenticationFlowModel parent,
            Map<String, AuthenticationFlowModel> flows,
            Map<String, String> configIds) {
        AuthenticationExecutionModel model = new AuthenticationExecutionModel();
        model.setParentFlow(parent.getId());
        model.setPriority(execution.getPriority());
        model.setAuthenticatorFlow(execution.isAuthenticatorFlow());
        try {
            model.setRequirement(AuthenticationExecutionModel.Requirement.valueOf(execution.getRequirement()));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw unknown("requirement", execution.getRequirement());
        }
        if (execution.isAuthenticatorFlow()) {
            AuthenticationFlowModel flow = flows.get(execution.getFlowAlias());
            if (flow == null) {
                throw unknown("flow", execution.getFlowAlias());
            }
            model.setFlowId(flow.getId());
            return model;
        }
        if (session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, execution.getAuthenticator())
                == null) {
            throw unknown("authenticator", execution.getAuthenticator());
        }
        model.setAuthenticator(execution.getAuthenticator());
        if (execution.getAuthenticatorConfig() != null) {
            String config = configIds.get(execution.getAuthenticatorConfig());
            if (config == null) {
                throw unknown("authenticator config", execution.getAuthenticatorConfig());
            }
            model.setAuthenticatorConfig(config);
        }
        return model;
    }

    private RuntimeException conflict(String what, String alias) {
        session.getTransactionManager().setRollbackOnly();
        return Problem.of(Status.CONFLICT, "exists_already", "The realm has a " + what + " of this name: " + alias);
    }

    private RuntimeException unknown(String what, String name) {
        session.getTransactionManager().setRollbackOnly();
        return Problem.of(Status.BAD_REQUEST, "unknown_" + what.replace(' ', '_'), "No such " + what + ": " + name);
    }
}
