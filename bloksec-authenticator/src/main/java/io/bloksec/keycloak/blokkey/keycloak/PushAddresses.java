package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushSenders;

/** Where a device wants its pushes: taken only where a sender is installed that could send there. */
final class PushAddresses {

    private static final String NONE = "none";

    private PushAddresses() {}

    static void set(DeviceCall call) {
        PushAddress address = address(call);
        boolean accepted = PushSenders.of(call.session)
                .of(address.kind())
                .filter(sender -> sender.accepts(address))
                .isPresent();
        if (!accepted) {
            throw new ProblemException(Problem.PUSH_REFUSED);
        }
        call.engine.devices.setPush(call.realm.getId(), call.device().id, address.toJson());
    }

    static void remove(DeviceCall call) {
        call.engine.devices.setPush(call.realm.getId(), call.device().id, null);
    }

    static String kind(DeviceEntity device) {
        try {
            return device.push == null ? NONE : PushAddress.parse(device.push).kind();
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }

    private static PushAddress address(DeviceCall call) {
        try {
            return PushAddress.of(call.json());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.MALFORMED);
        }
    }
}
