package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * The credential by which a device appears in the consoles. It holds no key: it is what makes the device count, and deleting it is
 * how a device is removed.
 */
final class BlokKeyCredential {

    private BlokKeyCredential() {}

    static CredentialModel of(DeviceEntity device, String label) {
        CredentialModel model = new CredentialModel();
        model.setType(BlokKey.ID);
        model.setUserLabel(label);
        model.setCreatedDate(Time.currentTimeMillis());
        model.setSecretData("{}");
        try {
            model.setCredentialData(JsonSerialization.writeValueAsString(
                    new Data(device.id, device.model, device.platform, device.grade)));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
        return model;
    }

    static Data data(CredentialModel model) {
        try {
            return JsonSerialization.readValue(model.getCredentialData(), Data.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("unreadable BlokKey credential " + model.getId(), e);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What administrators see under "Show data". */
    record Data(String device, String model, String platform, String grade) {}
}
