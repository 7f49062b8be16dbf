package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.device.Assertion;
import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.Devices;
import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.device.VerifiedAssertion;
import io.bloksec.keycloak.blokkey.device.WebAuthn;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.request.Evidence;
import io.bloksec.keycloak.blokkey.signed.PrintableText;
import io.bloksec.keycloak.blokkey.signed.SignedText;
import io.bloksec.keycloak.blokkey.signed.TextType;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;

/** {@code …/blokkey/device}: the device about itself. */
public final class DeviceRoutes {

    private static final int LONGEST_NAME = 64;

    private final KeycloakSession session;

    DeviceRoutes(KeycloakSession session) {
        this.session = session;
    }

    @GET
    public Response read() {
        return DeviceCall.answer(session, "device", null, call -> Answers.json(json(call, call.device())));
    }

    @PATCH
    public Response rename(InputStream body) {
        return DeviceCall.answer(session, "device", body, call -> {
            String name = call.text("name");
            if (!PrintableText.isFit(name, LONGEST_NAME)) {
                throw new ProblemException(Problem.MALFORMED);
            }
            call.user().credentialManager().updateCredentialLabel(call.device().credentialId, name);
            call.engine.devices.rename(call.realm.getId(), call.device().id, name);
            return Answers.json(json(call, current(call)));
        });
    }

    @DELETE
    public Response remove() {
        return DeviceCall.answer(session, "device", null, call -> {
            call.engine.devices.remove(call.realm.getId(), call.device().id);
            call.engine.requests.cancelOfDevice(call.realm.getId(), call.device().id);
            call.user().credentialManager().removeStoredCredentialById(call.device().credentialId);
            CredentialEvents.removed(session, call.realm, call.user(), call.device().id);
            return Answers.nothing();
        });
    }

    @PUT
    @Path("push")
    public Response push(InputStream body) {
        return DeviceCall.answer(session, "device/push", body, call -> {
            PushAddresses.set(call);
            return Answers.nothing();
        });
    }

    @DELETE
    @Path("push")
    public Response noPush() {
        return DeviceCall.answer(session, "device/push", null, call -> {
            PushAddresses.remove(call);
            return Answers.nothing();
        });
    }

    @POST
    @Path("keys")
    public Response rotate(InputStream body) {
        return DeviceCall.answer(session, "device/keys", body, call -> {
            DeviceEntity device = call.device();
            PossessionKey next = call.jwk("possessionKey");
            SignedText text = SignedText.of(TextType.ROTATE)
                    .with("issuer", call.setup.issuer())
                    .with("realm", call.realm.getName())
                    .with("device", device.id)
                    .with("user", device.userId)
                    .with("nonce", device.nonce)
                    .with("possessionKey", next.thumbprint())
                    .build();
            byte[] hash = text.hash();
            byte[] byOld = call.bytes("possessionSignature");
            byte[] byNew = call.bytes("newPossessionSignature");
            if (!Devices.possessionKey(device).verifies(hash, byOld) || !next.verifies(hash, byNew)) {
                throw new ProblemException(Problem.SIGNATURE_INVALID);
            }
            Assertion assertion = call.assertion();
            VerifiedAssertion verified = WebAuthn.verify(Devices.verificationKey(device), hash, assertion);
            String statement = Evidence.ofRotation(text, byOld, assertion, device, next, byNew);
            if (!call.engine.devices.advanceCounter(device.id, verified.signCount())
                    || !call.engine.devices.rotate(device, next, statement)) {
                throw new ProblemException(Problem.SIGNATURE_INVALID);
            }
            return Answers.json(json(call, current(call)));
        });
    }

    private static DeviceEntity current(DeviceCall call) {
        return call.engine.devices.find(call.realm.getId(), call.device().id).orElse(call.device());
    }

    private static ObjectNode json(DeviceCall call, DeviceEntity device) {
        CredentialModel credential = DeviceOwner.credential(call.user(), device);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("device", device.id)
                .put(
                        "name",
                        credential == null || credential.getUserLabel() == null
                                ? device.name
                                : credential.getUserLabel())
                .put("model", device.model)
                .put("platform", device.platform)
                .put("grade", device.grade)
                .put("push", PushAddresses.kind(device))
                .put("created", device.createdAt)
                .put("nonce", device.nonce);
        json.set("settings", PersonSettings.json(call));
        return json;
    }
}
