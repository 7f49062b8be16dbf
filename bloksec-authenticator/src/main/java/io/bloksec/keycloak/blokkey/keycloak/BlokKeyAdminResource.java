package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.invitation.InvitationState;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.secret.Digits;
import io.bloksec.keycloak.blokkey.signed.PrintableText;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.admin.AdminAuth;

/** What administrators do about people's phones; each call demands the permission that the console demands for credentials. */
public final class BlokKeyAdminResource {

    /** What must be said to remove a device: a slip of the hand does not know it. */
    static final String PHRASE = "remove device";

    /** Realm role of those who may give out passcodes. */
    static final String OVERRIDE_ROLE = "blokkey-override";

    private static final String RESOURCE = "BLOKKEY_DEVICE";
    private static final Map<String, String> SETTINGS = Map.of(
            "origin", RealmSetup.APP_ORIGIN,
            "contact", RealmSetup.CONTACT,
            "pushHosts", RealmSetup.PUSH_HOSTS,
            "mailPushes", RealmSetup.MAIL_PUSHES,
            "attestationRoots", RealmSetup.ROOTS,
            "invitationCode", InvitationSettings.CODE,
            "invitationMails", InvitationSettings.MAILS);
    private static final int DEFAULT_MINUTES = 15;
    private static final int MOST_MINUTES = 8 * 60;

    /** How fresh the administrator's own sign-in must be, seconds. */
    private static final long FRESH = 15 * 60;

    private final AdminCall call;

    BlokKeyAdminResource(AdminCall call) {
        this.call = call;
    }

    @Path("invitations")
    public InvitationAdminResource invitations() {
        return new InvitationAdminResource(call);
    }

    /** The person's devices that count, newest first. */
    @GET
    @Path("users/{user}/devices")
    public Response devices(@PathParam("user") String id) {
        return Answers.of(() -> {
            UserModel user = call.user(id);
            call.auth.users().requireView(user);
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            call.engine.devices.activeOf(call.realm.getId(), id).forEach(device -> {
                CredentialModel credential = DeviceOwner.credential(user, device);
                if (credential != null) {
                    list.add(json(device, credential));
                }
            });
            return Answers.json(list);
        });
    }

    /** Another name for a device. */
    @PUT
    @Path("users/{user}/devices/{device}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rename(@PathParam("user") String id, @PathParam("device") String deviceId, JsonNode body) {
        return Answers.of(() -> {
            UserModel user = call.user(id);
            call.auth.users().requireManage(user);
            DeviceEntity device = device(id, deviceId);
            String name = body.path("name").textValue();
            if (!PrintableText.isFit(name, 64)) {
                throw new ProblemException(Problem.MALFORMED);
            }
            user.credentialManager().updateCredentialLabel(device.credentialId, name);
            call.engine.devices.rename(call.realm.getId(), deviceId, name);
            call.told(RESOURCE, OperationType.UPDATE, Map.of("device", deviceId, "name", name));
            return Answers.nothing();
        });
    }

    /** @param phrase {@value #PHRASE} */
    @DELETE
    @Path("users/{user}/devices/{device}")
    public Response remove(
            @PathParam("user") String id, @PathParam("device") String deviceId, @QueryParam("phrase") String phrase) {
        return Answers.of(() -> {
            UserModel user = call.user(id);
            call.auth.users().requireManage(user);
            if (!PHRASE.equals(phrase)) {
                throw new ProblemException(Problem.MALFORMED);
            }
            remove(user, device(id, deviceId));
            call.told(RESOURCE, OperationType.DELETE, Map.of("device", deviceId));
            return Answers.nothing();
        });
    }

    /** Takes everything back: devices, known browsers, passcodes, waiting requests, sessions. */
    @POST
    @Path("users/{user}/unregister")
    public Response unregister(@PathParam("user") String id) {
        return Answers.of(() -> {
            UserModel user = call.user(id);
            call.auth.users().requireManage(user);
            List<DeviceEntity> devices = call.engine.devices.activeOf(call.realm.getId(), id);
            devices.forEach(device -> remove(user, device));
            List<String> left = user.credentialManager()
                    .getStoredCredentialsByTypeStream(BlokKey.ID)
                    .map(CredentialModel::getId)
                    .toList();
            left.forEach(user.credentialManager()::removeStoredCredentialById);
            call.engine.browsers.forgetAll(call.realm.getId(), id);
            call.engine.passcodes.withdraw(call.realm.getId(), id);
            call.engine.invitations.end(call.realm.getId(), id, InvitationState.CANCELLED);
            List<UserSessionModel> sessions = call.session
                    .sessions()
                    .getUserSessionsStream(call.realm, user)
                    .toList();
            sessions.forEach(each -> AuthenticationManager.backchannelLogout(call.session, each, true));
            call.told(
                    RESOURCE,
                    OperationType.ACTION,
                    Map.of("unregistered", id, "devices", String.valueOf(devices.size())));
            return Answers.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("devices", devices.size())
                    .put("sessions", sessions.size()));
        });
    }

    /** A passcode for a person without a phone: shown once, here; only its hash is kept. */
    @POST
    @Path("users/{user}/passcode")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response passcode(@PathParam("user") String id, JsonNode body) {
        return Answers.of(() -> {
            UserModel user = call.user(id);
            call.auth.users().requireManage(user);
            requireMayOverride(user);
            String reason = body.path("reason").textValue();
            int minutes = body.path("minutes").asInt(DEFAULT_MINUTES);
            if (!PrintableText.isFit(reason, 255) || minutes < 1 || minutes > MOST_MINUTES) {
                throw new ProblemException(Problem.MALFORMED);
            }
            String client = Optional.ofNullable(body.path("client").textValue())
                    .map(clientId -> Optional.ofNullable(call.realm.getClientByClientId(clientId))
                            .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND))
                            .getId())
                    .orElse(null);
            String code = Digits.tenLetters();
            long expires = call.engine.passcodes.issue(
                    call.realm.getId(),
                    id,
                    client,
                    PasscodeHash.of(call.session, code),
                    call.auth.adminAuth().getUser().getId(),
                    reason,
                    minutes * 60_000L);
            CredentialEvents.passcode(call.session, call.realm, user);
            call.told(
                    RESOURCE,
                    OperationType.ACTION,
                    Map.of("passcode", id, "reason", reason, "expires", String.valueOf(expires)));
            return Answers.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("passcode", code.substring(0, 5) + " " + code.substring(5))
                    .put("expires", expires));
        });
    }

    /** The realm's settings, secrets left out. */
    @GET
    @Path("settings")
    public Response settings() {
        return Answers.of(() -> {
            call.auth.realm().requireViewRealm();
            return Answers.json(json(RealmSetup.of(call.session)));
        });
    }

    /**
     * Changes what the body names, of {@code origin} (empty: the realm's), {@code contact}, {@code pushHosts}, {@code mailPushes}, {@code
     * attestationRoots} (PEM), {@code invitationCode}, {@code invitationMails}.
     */
    @PUT
    @Path("settings")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(JsonNode body) {
        return Answers.of(() -> {
            call.auth.realm().requireManageRealm();
            RealmSetup.change(call.session, config(body));
            call.told(
                    RESOURCE,
                    OperationType.UPDATE,
                    Map.of("settings", String.join(", ", config(body).keySet())));
            return Answers.json(json(RealmSetup.of(call.session)));
        });
    }

    private static Map<String, List<String>> config(JsonNode body) {
        if (!body.isObject() || !SETTINGS.keySet().containsAll(names(body))) {
            throw new ProblemException(Problem.MALFORMED);
        }
        Map<String, List<String>> config = new TreeMap<>();
        SETTINGS.forEach((member, name) -> {
            JsonNode value = body.get(member);
            if (value != null) {
                if (!value.isTextual() && !value.isArray() && !value.isBoolean() && !value.isIntegralNumber()) {
                    throw new ProblemException(Problem.MALFORMED);
                }
                List<String> values = new ArrayList<>();
                (value.isArray() ? value : List.of(value)).forEach(each -> values.add(each.asText()));
                config.put(name, values);
            }
        });
        return config;
    }

    private static List<String> names(JsonNode body) {
        return body.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static ObjectNode json(RealmSetup setup) {
        InvitationSettings invitations = setup.invitations();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("origin", setup.origin())
                .put("app", setup.app())
                .put("contact", setup.contact())
                .put("mailPushes", setup.mailPushes())
                .put("attestationRoots", setup.roots().size())
                .put("invitationCode", invitations.alwaysCode() ? "always" : "auto")
                .put("invitationMails", invitations.mailsAMinute());
        ArrayNode hosts = json.putArray("pushHosts");
        setup.pushHosts().forEach(hosts::add);
        return json;
    }

    /** A role, a fresh sign-in, never for oneself, and never for those who could give out passcodes to each other. */
    private void requireMayOverride(UserModel user) {
        AdminAuth admin = call.auth.adminAuth();
        boolean fresh = Optional.ofNullable(call.session
                        .sessions()
                        .getUserSession(admin.getRealm(), admin.getToken().getSessionId()))
                .filter(each -> call.engine.clock.now() / 1000 - each.getStarted() <= FRESH)
                .isPresent();
        RoleModel role = admin.getRealm().getRole(OVERRIDE_ROLE);
        if (role == null
                || !admin.getUser().hasRole(role)
                || !fresh
                || admin.getUser().getId().equals(user.getId())
                || Administrators.include(call.realm, user)) {
            throw new ProblemException(Problem.FORBIDDEN);
        }
    }

    private void remove(UserModel user, DeviceEntity device) {
        call.engine.devices.remove(call.realm.getId(), device.id);
        call.engine.requests.cancelOfDevice(call.realm.getId(), device.id);
        if (device.credentialId != null) {
            user.credentialManager().removeStoredCredentialById(device.credentialId);
        }
        Pushes.revoke(call.session, call.engine, user, device);
        CredentialEvents.removed(call.session, call.realm, user, device.id);
    }

    private DeviceEntity device(String user, String id) {
        return call.engine
                .devices
                .find(call.realm.getId(), id)
                .filter(device -> device.userId.equals(user))
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    }

    private static ObjectNode json(DeviceEntity device, CredentialModel credential) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("device", device.id)
                .put("credential", credential.getId())
                .put("name", credential.getUserLabel() == null ? device.name : credential.getUserLabel())
                .put("model", device.model)
                .put("platform", device.platform)
                .put("grade", device.grade)
                .put("push", PushAddresses.kind(device))
                .put("created", device.createdAt)
                .put("lastSeen", device.lastSeenAt);
    }
}
