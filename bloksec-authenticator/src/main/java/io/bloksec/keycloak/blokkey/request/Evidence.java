package io.bloksec.keycloak.blokkey.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.device.Assertion;
import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.Devices;
import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.blokkey.signed.SignedText;

/**
 * Statements as docs/audit-trail-format.md has them: text, keys and signatures as they were, for whoever must prove a decision without
 * this server.
 */
public final class Evidence {

    private Evidence() {}

    /** Of an approval. */
    public static String of(SignedText text, byte[] possession, Assertion assertion, DeviceEntity device) {
        ObjectNode statement = common(text, possession, Devices.possessionKey(device));
        verification(statement, assertion, device);
        return statement.toString();
    }

    /** Of a denial or report, which the possession key alone signs. */
    public static String of(SignedText text, byte[] possession, DeviceEntity device) {
        return common(text, possession, Devices.possessionKey(device)).toString();
    }

    /** Of new keys. */
    public static String ofEnrolment(
            SignedText text, byte[] possession, PossessionKey key, byte[] clientDataJson, byte[] attestationObject) {
        ObjectNode statement = common(text, possession, key);
        statement
                .putObject("creation")
                .put("clientDataJSON", Bytes.text(clientDataJson))
                .put("attestationObject", Bytes.text(attestationObject));
        return statement.toString();
    }

    /** Of a new possession key in the place of the device's present one. */
    public static String ofRotation(
            SignedText text,
            byte[] possession,
            Assertion assertion,
            DeviceEntity device,
            PossessionKey next,
            byte[] byNext) {
        ObjectNode statement = common(text, possession, Devices.possessionKey(device));
        verification(statement, assertion, device);
        ObjectNode newKey = statement.putObject("next");
        newKey.set("key", jwk(next));
        newKey.put("signature", Bytes.text(byNext));
        return statement.toString();
    }

    private static ObjectNode common(SignedText text, byte[] possession, PossessionKey key) {
        ObjectNode statement = JsonNodeFactory.instance
                .objectNode()
                .put("format", "blokkey/v1")
                .put("type", text.type().label())
                .put("text", text.canonical());
        ObjectNode signed = statement.putObject("possession");
        signed.set("key", jwk(key));
        signed.put("signature", Bytes.text(possession));
        return statement;
    }

    private static void verification(ObjectNode statement, Assertion assertion, DeviceEntity device) {
        statement
                .putObject("verification")
                .put("key", Bytes.text(Devices.verificationKey(device).coseKey()))
                .put("credential", device.webAuthnId)
                .put("clientDataJSON", Bytes.text(assertion.clientDataJson()))
                .put("authenticatorData", Bytes.text(assertion.authenticatorData()))
                .put("signature", Bytes.text(assertion.signature()));
    }

    private static ObjectNode jwk(PossessionKey key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("crv", "P-256")
                .put("kty", "EC")
                .put("x", key.x())
                .put("y", key.y());
    }
}
