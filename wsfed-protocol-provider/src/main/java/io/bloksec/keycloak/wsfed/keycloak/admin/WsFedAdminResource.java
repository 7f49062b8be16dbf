package io.bloksec.keycloak.wsfed.keycloak.admin;

import io.bloksec.keycloak.wsfed.doctor.Finding;
import io.bloksec.keycloak.wsfed.entra.ImmutableIdTable;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ClaimMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ImmutableIdMapper;
import io.bloksec.keycloak.wsfed.metadata.InvalidRelyingPartyException;
import io.bloksec.keycloak.wsfed.metadata.RelyingPartyMetadata;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** {@code /admin/realms/{realm}/wsfed}: each call demands the permission that the console demands for the same thing. */
public final class WsFedAdminResource {

    /** An attribute of ours; the properties of a person, such as the user name, are not for this. */
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "(?!(username|email|firstName|lastName|enabled|emailVerified)$)[A-Za-z][A-Za-z0-9_.-]{0,63}");

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

    /**
     * What Entra ID would reject, or whom it would lock out, with what to do.
     *
     * @param id the client's internal id
     */
    @GET
    @Path("clients/{id}/doctor")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Finding> doctor(@PathParam("id") String id) {
        auth.clients().requireView();
        auth.users().requireView();
        ClientModel client = realm.getClientById(id);
        if (client == null || !ClaimMapper.PROTOCOL.equals(client.getProtocol())) {
            throw Problem.of(Response.Status.NOT_FOUND, "client_not_found", "No client of protocol wsfed has this id.");
        }
        return new Doctor(session, realm, client).examine();
    }

    /**
     * Sets ImmutableIDs from the CSV that the PowerShell script exports.
     *
     * @param attribute the user attribute that the client's mapper reads
     * @param dryRun true: say what would happen, and change nothing
     */
    @POST
    @Path("immutable-ids")
    @Consumes("text/csv")
    @Produces(MediaType.APPLICATION_JSON)
    public ImmutableIdImport.Result importImmutableIds(
            @QueryParam("attribute") @DefaultValue(ImmutableIdMapper.DEFAULT_ATTRIBUTE) String attribute,
            @QueryParam("dryRun") @DefaultValue("true") boolean dryRun,
            String csv) {
        auth.users().requireManage();
        if (!ATTRIBUTE.matcher(attribute).matches()) {
            throw Problem.of(Response.Status.BAD_REQUEST, "attribute_invalid", "Not the name of a user attribute.");
        }
        ImmutableIdImport.Result result;
        try {
            result = new ImmutableIdImport(session, realm, attribute, dryRun).run(ImmutableIdTable.parse(csv));
        } catch (IllegalArgumentException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, "csv_invalid", e.getMessage());
        }
        if (!dryRun) {
            adminEvent
                    .operation(OperationType.ACTION)
                    .resource(ResourceType.USER)
                    .resourcePath(session.getContext().getUri())
                    .representation(result.counts())
                    .success();
        }
        return result;
    }

    /**
     * Proposes a client for a relying party of a known kind; see {@link Preset}.
     *
     * @param dryRun true: say what would be different, and change nothing
     * @param digest of the proposal that was shown; must be that of the one that would be applied
     */
    @POST
    @Path("clients")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response setUp(
            @QueryParam("preset") String preset,
            @QueryParam("dryRun") @DefaultValue("true") boolean dryRun,
            @QueryParam("digest") String digest,
            RelyingParty described) {
        auth.clients().requireManage();
        if (described == null) {
            throw Problem.of(Response.Status.BAD_REQUEST, "wtrealm_invalid", "There is no relying party in the body.");
        }
        try {
            return answer(
                    Proposal.of(described, preset(preset).orElseThrow(WsFedAdminResource::unknownPreset)),
                    dryRun,
                    digest);
        } catch (InvalidRelyingPartyException e) {
            throw refused(e);
        }
    }

    /**
     * Proposes a client as a relying party's federation metadata has it. Nothing that the document names is fetched, and its
     * signature is not looked at.
     *
     * @param preset may be null
     * @param dryRun as above
     * @param digest as above
     */
    @POST
    @Path("clients")
    @Consumes({MediaType.APPLICATION_XML, MediaType.TEXT_XML})
    @Produces(MediaType.APPLICATION_JSON)
    public Response importMetadata(
            @QueryParam("preset") String preset,
            @QueryParam("dryRun") @DefaultValue("true") boolean dryRun,
            @QueryParam("digest") String digest,
            InputStream xml) {
        auth.clients().requireManage();
        try {
            RelyingPartyMetadata metadata =
                    RelyingPartyMetadata.read(xml.readNBytes(RelyingPartyMetadata.MAX_BYTES + 1));
            return answer(Proposal.of(metadata, preset(preset)), dryRun, digest);
        } catch (InvalidRelyingPartyException e) {
            throw refused(e);
        } catch (IOException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, "metadata_invalid", "The body did not arrive.");
        }
    }

    private Response answer(Proposal proposal, boolean dryRun, String digest) {
        ClientSetUp setUp = new ClientSetUp(session, realm, auth, adminEvent, proposal);
        return dryRun ? Response.ok(setUp.proposed()).build() : setUp.apply(digest);
    }

    private static Optional<Preset> preset(String id) {
        return Optional.ofNullable(id).map(name -> Preset.ofId(name).orElseThrow(WsFedAdminResource::unknownPreset));
    }

    private static WebApplicationException unknownPreset() {
        return Problem.of(Response.Status.BAD_REQUEST, "unknown_preset", "The presets are: " + Preset.ids());
    }

    private static WebApplicationException refused(InvalidRelyingPartyException e) {
        return Problem.of(Response.Status.BAD_REQUEST, e.code(), e.getMessage());
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
