package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The person's own switches, as the app reads and sets them. */
final class PersonSettings {

    private static final String PUSHES = "pushesFromNewBrowsers";

    private PersonSettings() {}

    static ObjectNode json(DeviceCall call) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(
                        PUSHES,
                        call.engine.devices.pushesFromNewBrowsers(
                                call.realm.getId(), call.user().getId()));
    }

    static void change(DeviceCall call) {
        call.engine.devices.setPushesFromNewBrowsers(
                call.realm.getId(), call.user().getId(), call.flag(PUSHES));
    }
}
