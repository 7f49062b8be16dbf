package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.StrictJson;
import io.bloksec.keycloak.audit.record.Bytes;

/** What the browser added (WebAuthn Level 3 section 5.8.1). */
record ClientData(String origin) {

    /**
     * @param type {@code webauthn.get} or {@code webauthn.create}
     * @param challenge the hash of the signed text
     * @throws IllegalArgumentException when it is of another type or challenge, or of a frame of another site
     */
    static ClientData parse(byte[] json, String type, byte[] challenge) {
        ObjectNode data = StrictJson.object(json);
        if (!type.equals(data.path("type").textValue())) {
            throw new IllegalArgumentException("client data that is not of " + type);
        }
        if (!Bytes.text(challenge).equals(data.path("challenge").textValue())) {
            throw new IllegalArgumentException("client data whose challenge is not the text's hash");
        }
        JsonNode cross = data.path("crossOrigin");
        if (!(cross.isMissingNode() || (cross.isBoolean() && !cross.booleanValue())) || data.has("topOrigin")) {
            throw new IllegalArgumentException("client data of a frame of another site");
        }
        if (!data.path("origin").isTextual()) {
            throw new IllegalArgumentException("client data without an origin");
        }
        return new ClientData(data.path("origin").textValue());
    }
}
