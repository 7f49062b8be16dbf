package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.blokkey.device.Assertion;
import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.Devices;
import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.device.PossessionProof;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** One call of a device: who calls, proven anew each time, and what it brings. */
final class DeviceCall {

    static final String PROOF = "BlokKey-Proof";
    static final String NONCE = "BlokKey-Nonce";

    private static final int LARGEST_BODY = 32 * 1024;

    /** Longer than a proof can be valid, seconds. */
    private static final long REPLAY_MEMORY = 240;

    private static final ObjectMapper JSON = new ObjectMapper();

    final KeycloakSession session;
    final RealmModel realm;
    final Engine engine;
    final RealmSetup setup;
    private final byte[] body;
    private JsonNode json;

    private DeviceEntity device;
    private UserModel user;

    private DeviceCall(KeycloakSession session, byte[] body) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.engine = Engine.of(session);
        this.setup = RealmSetup.of(session);
        this.body = body;
    }

    /** By a device that is enrolled. */
    static Response answer(
            KeycloakSession session, String path, InputStream body, Function<DeviceCall, Response> route) {
        return handle(session, body, call -> {
            call.authenticate(path);
            return route.apply(call);
        });
    }

    /** By anybody. */
    static Response answerAnyone(KeycloakSession session, InputStream body, Function<DeviceCall, Response> route) {
        return handle(session, body, route);
    }

    private static Response handle(KeycloakSession session, InputStream body, Function<DeviceCall, Response> route) {
        Response answered = Answers.of(() -> {
            DeviceCall call = new DeviceCall(session, read(body));
            try {
                return route.apply(call);
            } catch (ProblemException e) {
                Response.ResponseBuilder answer = Answers.problem(e);
                if (e.problem() == Problem.PROOF_TIME) {
                    answer.header(NONCE, ProofNonces.next(call.setup.secret(), call.seconds()));
                }
                return answer.build();
            }
        });
        return AppCors.allow(session, answered);
    }

    DeviceEntity device() {
        return device;
    }

    UserModel user() {
        return user;
    }

    /** The header's proof with the checks that need no device; {@link #authenticate} adds the device's. */
    PossessionProof proof() {
        List<String> proofs = session.getContext().getRequestHeaders().getRequestHeader(PROOF);
        if (proofs != null && proofs.size() > 1) {
            throw new ProblemException(Problem.PROOF_INVALID);
        }
        return PossessionProof.parse(proofs == null || proofs.isEmpty() ? null : proofs.get(0));
    }

    void check(PossessionProof proof, PossessionKey key, String path) {
        proof.check(
                key,
                session.getContext().getHttpRequest().getHttpMethod(),
                setup.issuer() + "/" + BlokKey.ID + "/" + path,
                body,
                seconds(),
                nonce -> ProofNonces.isOfThisMinute(nonce, setup.secret(), seconds()));
        String replayKey = "blokkey:proof:" + realm.getId() + ":" + key.thumbprint() + ":" + proof.id();
        if (!session.singleUseObjects().putIfAbsent(replayKey, REPLAY_MEMORY)) {
            throw new ProblemException(Problem.PROOF_REPLAYED);
        }
    }

    private void authenticate(String path) {
        if (!engine.addressCalls.allows(ClientPlace.address(session), engine.clock.now())) {
            throw new ProblemException(Problem.TOO_MANY);
        }
        PossessionProof proof = proof();
        DeviceEntity found = engine.devices
                .find(realm.getId(), proof.device())
                .orElseThrow(() -> new ProblemException(Problem.DEVICE_UNKNOWN));
        check(proof, Devices.possessionKey(found), path);
        // After the proof: nobody uses up another's share.
        if (!engine.calls.allows(found.id, engine.clock.now())) {
            throw new ProblemException(Problem.TOO_MANY);
        }
        device = found;
        user = DeviceOwner.of(session, engine, found);
        engine.devices.seen(found);
    }

    private long seconds() {
        return engine.clock.now() / 1000;
    }

    /** The body as a JSON object, an empty one when there is none. */
    JsonNode json() {
        if (json == null) {
            try {
                json = body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
            } catch (IOException e) {
                throw new ProblemException(Problem.MALFORMED);
            }
            if (json == null || !json.isObject()) {
                throw new ProblemException(Problem.MALFORMED);
            }
        }
        return json;
    }

    /** A text that must be there. */
    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw new ProblemException(Problem.MALFORMED);
        }
        return text;
    }

    /** @return null when the member is absent */
    String optionalText(String name) {
        JsonNode value = json().get(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw new ProblemException(Problem.MALFORMED);
        }
        return value.textValue();
    }

    boolean flag(String name) {
        JsonNode value = json().get(name);
        if (value == null || !value.isBoolean()) {
            throw new ProblemException(Problem.MALFORMED);
        }
        return value.booleanValue();
    }

    byte[] bytes(String name) {
        return parse(json().get(name));
    }

    /** A public key in the body. */
    PossessionKey jwk(String name) {
        try {
            return PossessionProof.jwk(json().get(name));
        } catch (ProblemException e) {
            throw new ProblemException(Problem.MALFORMED);
        }
    }

    Assertion assertion() {
        JsonNode assertion = json().path("assertion");
        return new Assertion(
                parse(assertion.get("clientDataJSON")),
                parse(assertion.get("authenticatorData")),
                parse(assertion.get("signature")));
    }

    static byte[] parse(JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw new ProblemException(Problem.MALFORMED);
        }
        try {
            return Bytes.parse(value.textValue());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.MALFORMED);
        }
    }

    private static byte[] read(InputStream body) {
        if (body == null) {
            return new byte[0];
        }
        try {
            byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
            if (bytes.length > LARGEST_BODY) {
                throw new ProblemException(Problem.TOO_LARGE);
            }
            return bytes;
        } catch (IOException e) {
            throw new ProblemException(Problem.MALFORMED);
        }
    }
}
