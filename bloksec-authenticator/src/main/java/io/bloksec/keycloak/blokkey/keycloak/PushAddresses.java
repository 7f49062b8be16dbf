package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.DeviceEntity;

/** Where a device wants its pushes. */
final class PushAddresses {

    private PushAddresses() {}

    static String kind(DeviceEntity device) {
        return device.push == null ? "none" : "webpush";
    }
}
