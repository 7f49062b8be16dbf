package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushMessage;
import io.bloksec.keycloak.blokkey.push.PushOutcome;
import io.bloksec.keycloak.blokkey.push.PushSenders;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Pushes to a person's devices. The row is committed before; what becomes of a push is nobody's business but the push address': a
 * sign-in neither waits for one nor fails with it.
 */
final class Pushes {

    private static final Logger LOG = Logger.getLogger(Pushes.class);

    private Pushes() {}

    static void send(KeycloakSession session, Engine engine, UserModel person, RequestEntity row) {
        int seconds = (int) ((row.expiresAt - engine.clock.now()) / 1000);
        if (seconds < 1) {
            return;
        }
        PushSenders senders = PushSenders.of(session);
        PushMessage message = PushMessage.of(row.id, seconds);
        engine.devices.activeOf(row.realmId, person.getId()).stream()
                .filter(device -> device.push != null && DeviceOwner.credential(person, device) != null)
                .forEach(device -> address(device)
                        .ifPresent(to -> engine.pushes.send(
                                senders, to, message, outcome -> forgetDead(engine, device, outcome))));
    }

    /** The address goes, the device stays: the person opens the app, and it subscribes anew. */
    private static void forgetDead(Engine engine, DeviceEntity device, PushOutcome outcome) {
        if (outcome instanceof PushOutcome.Gone) {
            engine.devices.dropPush(device.realmId, device.id, device.push);
        }
    }

    private static Optional<PushAddress> address(DeviceEntity device) {
        try {
            return Optional.of(PushAddress.parse(device.push));
        } catch (IllegalArgumentException e) {
            LOG.warnf("The push address of device %s cannot be read", device.id);
            return Optional.empty();
        }
    }
}
