package io.bloksec.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Calls the device API with proofs. */
final class Caller {

    private final DeviceApi api;
    private Clock clock = Clock.systemUTC();

    Caller(DeviceApi api) {
        this.api = api;
    }

    DeviceApi api() {
        return api;
    }

    void clock(Clock clock) {
        this.clock = clock;
    }

    Proof proof(String method, String path, byte[] body) {
        return new Proof(method, api.address(path), body, clock.instant());
    }

    /** Sends with a new proof and, told that the clock is wrong, once more with the server's nonce. */
    Answer call(String method, String path, ObjectNode message, PossessionKey key, Naming naming, Tampering tampering) {
        byte[] body = message == null ? null : Json.bytes(message);
        Answer answer = send(method, path, body, null, key, naming, tampering);
        if (answer.status() == 401 && answer.code().filter("proof-time"::equals).isPresent()) {
            String nonce = answer.header(Proof.NONCE_HEADER).orElse(null);
            if (nonce != null) {
                return send(method, path, body, nonce, key, naming, tampering);
            }
        }
        return answer;
    }

    private Answer send(
            String method,
            String path,
            byte[] body,
            String nonce,
            PossessionKey key,
            Naming naming,
            Tampering tampering) {
        Proof proof = naming.name(proof(method, path, body == null ? new byte[0] : body));
        if (nonce != null) {
            proof.nonce(nonce);
        }
        tampering.proof(proof.header(), proof.claims());
        String jws = tampering.proof(proof.signedBy(key));
        return api.send(method, path, body, jws == null ? Map.of() : Map.of(Proof.HEADER, List.of(jws)));
    }

    /** Whose key it is: a device's by its id, or a new one by itself. */
    interface Naming {
        Proof name(Proof proof);

        static Naming device(String id) {
            return proof -> proof.device(id);
        }

        static Naming key(JsonNode publicJwk) {
            return proof -> proof.key(publicJwk);
        }
    }
}
