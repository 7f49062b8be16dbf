package io.bloksec.keycloak.wsfed.keycloak.admin;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** {@code /admin/realms/{realm}/wsfed}: each call demands the permission that the console demands for the same thing. */
public final class WsFedAdminResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    WsFedAdminResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    /** Adds the sign-in flows of the JSON; see {@link FlowImport}. */
    @POST
    @Path("flows")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response addFlows(FlowImport.Flows flows) {
        auth.realm().requireManageRealm();
        new FlowImport(session, realm).add(flows);
        adminEvent
                .operation(OperationType.CREATE)
                .resource(ResourceType.AUTH_FLOW)
                .resourcePath(session.getContext().getUri())
                .representation(flows)
                .success();
        return Response.status(Response.Status.CREATED).build();
    }
}
