package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.device.PossessionProof;
import io.bloksec.keycloak.blokkey.device.VerifiedCreation;
import io.bloksec.keycloak.blokkey.device.WebAuthn;
import io.bloksec.keycloak.blokkey.enrolment.EnrolmentEntity;
import io.bloksec.keycloak.blokkey.enrolment.Enrolments;
import io.bloksec.keycloak.blokkey.enrolment.Uploaded;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.request.Evidence;
import io.bloksec.keycloak.blokkey.signed.PrintableText;
import io.bloksec.keycloak.blokkey.signed.SignedText;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** {@code …/blokkey/enrol}: a phone brings its keys. It has a device only after a person has typed the six digits in the browser. */
public final class EnrolmentRoutes {

    private static final int LONGEST_NAME = 64;

    private final KeycloakSession session;

    EnrolmentRoutes(KeycloakSession session) {
        this.session = session;
    }

    @POST
    @Path("start")
    public Response start(InputStream body) {
        return DeviceCall.answerAnyone(session, body, call -> {
            if (!call.engine.tickets.allows(ClientPlace.address(session), System.currentTimeMillis())) {
                throw new ProblemException(Problem.TOO_MANY);
            }
            if (call.json().has("ticket") && call.json().has("pairingCode")) {
                throw new ProblemException(Problem.MALFORMED);
            }
            String ticket = call.optionalText("ticket") != null ? call.text("ticket") : call.text("pairingCode");
            EnrolmentEntity row = open(call, ticket);
            UserModel user = user(call, row);
            return Answers.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("enrolment", row.id)
                    .put("nonce", row.nonce)
                    .put("device", row.deviceId)
                    .put("user", row.userId)
                    .put("userName", user.getUsername())
                    .put("displayName", displayName(user))
                    .put("userHandle", row.userHandle)
                    .put("issuer", call.setup.issuer())
                    .put("realm", call.realm.getName())
                    .put("rpId", row.rpId)
                    .put(
                            "rpName",
                            call.realm.getDisplayName() == null
                                            || call.realm.getDisplayName().isBlank()
                                    ? call.realm.getName()
                                    : call.realm.getDisplayName())
                    .put("origin", row.origin)
                    .put("expires", row.expiresAt)
                    .put("attestation", call.setup.roots().isEmpty() ? "none" : "direct"));
        });
    }

    @POST
    @Path("finish")
    public Response finish(InputStream body) {
        return DeviceCall.answerAnyone(session, body, call -> {
            PossessionProof proof = call.proof();
            PossessionKey key = proof.newKey();
            call.check(proof, key, "enrol/finish");
            if (!key.equals(call.jwk("possessionKey"))) {
                throw new ProblemException(Problem.PROOF_INVALID);
            }
            EnrolmentEntity row = open(call, call.text("ticket"));
            user(call, row);
            Uploaded keys = verified(call, row, key);
            String code = call.engine
                    .enrolments
                    .upload(
                            row,
                            call.setup.secret(),
                            keys,
                            session.getContext().getConnection().getRemoteHost())
                    .orElseThrow(() -> {
                        InvitedEnrolment.broughtTwice(session, call.engine, row);
                        return new ProblemException(Problem.ENROLMENT_VOID);
                    });
            call.engine.waiters.wake(row.id, Enrolments.UPLOADED);
            return Answers.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("device", row.deviceId)
                    .put("code", code)
                    .put("expires", row.expiresAt));
        });
    }

    private static EnrolmentEntity open(DeviceCall call, String ticket) {
        EnrolmentEntity row = call.engine
                .enrolments
                .open(call.realm.getId(), call.setup.secret(), ticket)
                .orElseThrow(() -> new ProblemException(Problem.TICKET_INVALID));
        if (Enrolments.UPLOADED.equals(row.state)) {
            // Somebody came before. The one who came first may be the thief: neither counts.
            call.engine.enrolments.voidIt(row.id);
            InvitedEnrolment.broughtTwice(call.session, call.engine, row);
            call.engine.waiters.wake(row.id, Enrolments.VOID);
            throw new ProblemException(Problem.ENROLMENT_VOID);
        }
        if (!Enrolments.OPEN.equals(row.state)) {
            throw new ProblemException(Problem.TICKET_INVALID);
        }
        return row;
    }

    private static UserModel user(DeviceCall call, EnrolmentEntity row) {
        UserModel user = call.session.users().getUserById(call.realm, row.userId);
        if (user == null || !user.isEnabled()) {
            throw new ProblemException(Problem.USER_DISABLED);
        }
        return user;
    }

    private static Uploaded verified(DeviceCall call, EnrolmentEntity row, PossessionKey key) {
        String name = fit(call, "name");
        String model = fit(call, "model");
        String platform = fit(call, "platform");
        SignedText text = Enrolments.text(
                row, call.setup.issuer(), call.realm.getName(), name, model, platform, key.thumbprint());
        byte[] hash = text.hash();
        byte[] possession = call.bytes("possessionSignature");
        if (!key.verifies(hash, possession)) {
            throw new ProblemException(Problem.SIGNATURE_INVALID);
        }
        JsonNode attestation = call.json().path("attestation");
        byte[] clientData = DeviceCall.parse(attestation.get("clientDataJSON"));
        byte[] attestationObject = DeviceCall.parse(attestation.get("attestationObject"));
        VerifiedCreation creation =
                WebAuthn.verifyCreation(row.rpId, row.origin, hash, clientData, attestationObject, call.setup.roots());
        String statement = Evidence.ofEnrolment(text, possession, key, clientData, attestationObject);
        return new Uploaded(
                name, model, platform, key, creation.key(), creation.grade(), creation.evidence(), statement);
    }

    private static String fit(DeviceCall call, String member) {
        String text = call.text(member);
        if (!PrintableText.isFit(text, LONGEST_NAME)) {
            throw new ProblemException(Problem.MALFORMED);
        }
        return text;
    }

    private static String displayName(UserModel user) {
        String name = ((user.getFirstName() == null ? "" : user.getFirstName()) + " "
                        + (user.getLastName() == null ? "" : user.getLastName()))
                .strip();
        return name.isEmpty() ? user.getUsername() : name;
    }
}
