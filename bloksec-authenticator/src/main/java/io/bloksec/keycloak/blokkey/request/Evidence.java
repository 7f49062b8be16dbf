package io.bloksec.keycloak.blokkey.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.device.Assertion;
import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.Devices;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.blokkey.signed.SignedText;

/** Text and signatures as they were, as JSON, for whoever must prove a decision without this server. */
public final class Evidence {

    private Evidence() {}

    /** Of an approval. */
    public static String of(
            SignedText text, byte[] possession, Assertion assertion, DeviceEntity device, String grade) {
        return common(text, possession, device, grade)
                .put("clientDataJSON", Bytes.text(assertion.clientDataJson()))
                .put("authenticatorData", Bytes.text(assertion.authenticatorData()))
                .put("signature", Bytes.text(assertion.signature()))
                .toString();
    }

    /** Of a denial or report, which the possession key alone signs. */
    public static String of(SignedText text, byte[] possession, DeviceEntity device) {
        return common(text, possession, device, device.grade).toString();
    }

    private static ObjectNode common(SignedText text, byte[] possession, DeviceEntity device, String grade) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", text.type().label())
                .put("text", text.canonical())
                .put("device", device.id)
                .put("possessionKey", Devices.possessionKey(device).thumbprint())
                .put("possessionSignature", Bytes.text(possession))
                .put("grade", grade);
    }
}
