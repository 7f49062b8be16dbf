package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushMessage;
import io.bloksec.keycloak.blokkey.push.PushOutcome;
import io.bloksec.keycloak.blokkey.push.PushSender;
import io.bloksec.keycloak.blokkey.push.PushSenders;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Pushes to a person's devices. The row is committed before; what becomes of a push is nobody's business but the push address': a
 * sign-in neither waits for one nor fails with it, and no removal does.
 */
final class Pushes {

    /** How long a push service keeps the word for a phone that is off, seconds. */
    private static final int REVOKED_LIFE = 24 * 60 * 60;

    private static final Logger LOG = Logger.getLogger(Pushes.class);

    private Pushes() {}

    /**
     * Something waits for an answer. A mail goes out once, whichever phones want one, and where none can be pushed to: if the realm
     * sends mails at all.
     */
    static void send(KeycloakSession session, Engine engine, UserModel person, RequestEntity row) {
        int seconds = (int) ((row.expiresAt - engine.clock.now()) / 1000);
        if (seconds < 1) {
            return;
        }
        PushSenders senders = to(session, person);
        PushMessage message = PushMessage.of(row.id, seconds);
        List<DeviceEntity> devices = engine.devices.activeOf(row.realmId, person.getId()).stream()
                .filter(device -> DeviceOwner.credential(person, device) != null)
                .toList();
        boolean reached = false;
        for (DeviceEntity device : devices) {
            Optional<PushAddress> to = address(device).filter(address -> !isMail(address));
            to.ifPresent(address -> engine.pushes.send(
                    senders, address, message, outcome -> learn(engine, row, device, address, outcome)));
            reached |= to.isPresent();
        }
        boolean asked = devices.stream()
                .anyMatch(device -> address(device).filter(Pushes::isMail).isPresent());
        if (!devices.isEmpty() && (asked || !reached) && RealmSetup.of(session).mailPushes()) {
            PushAddress mail = PushAddress.mail();
            engine.pushes.send(senders, mail, message, outcome -> tell(engine, row, mail, outcome));
        }
    }

    /**
     * A device has been removed by somebody else than itself: once that is final it gets a push like any other, and learns the rest
     * when it calls. Nothing comes of it when that fails.
     *
     * @param device as it was before
     */
    static void revoke(KeycloakSession session, Engine engine, UserModel person, DeviceEntity device) {
        try {
            Optional<PushAddress> to = address(device).filter(address -> !isMail(address));
            if (to.isPresent()) {
                // Asked for now: after the transaction this session can read no realm.
                Optional<PushSender> sender = to(session, person).of(to.get().kind());
                PushMessage message = PushMessage.of(Bytes.newId(), REVOKED_LIFE);
                afterCommit(session, () -> engine.pushes.send(kind -> sender, to.get(), message, outcome -> {}));
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "No push to the removed device %s", device.id);
        }
    }

    private static PushSenders to(KeycloakSession session, UserModel person) {
        PushSenders all = PushSenders.of(session);
        return kind -> all.of(kind).map(sender -> sender.to(person));
    }

    /** A dead address goes, the device stays: the person opens the app, and it subscribes anew. */
    private static void learn(
            Engine engine, RequestEntity row, DeviceEntity device, PushAddress to, PushOutcome outcome) {
        if (outcome instanceof PushOutcome.Gone) {
            engine.devices.dropPush(device.realmId, device.id, device.push);
        }
        tell(engine, row, to, outcome);
    }

    private static void tell(Engine engine, RequestEntity row, PushAddress to, PushOutcome outcome) {
        if (outcome instanceof PushOutcome.Misconfigured wrong) {
            engine.pushTroubles.tell(row, to.kind(), wrong.reason());
        }
    }

    private static boolean isMail(PushAddress address) {
        return PushAddress.MAIL.equals(address.kind());
    }

    private static Optional<PushAddress> address(DeviceEntity device) {
        if (device.push == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(PushAddress.parse(device.push));
        } catch (IllegalArgumentException e) {
            LOG.warnf("The push address of device %s cannot be read", device.id);
            return Optional.empty();
        }
    }

    private static void afterCommit(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                work.run();
            }

            @Override
            protected void rollbackImpl() {}
        });
    }
}
