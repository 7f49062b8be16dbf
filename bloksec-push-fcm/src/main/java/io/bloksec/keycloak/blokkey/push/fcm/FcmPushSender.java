package io.bloksec.keycloak.blokkey.push.fcm;

import com.google.firebase.messaging.FirebaseMessagingException;
import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushMessage;
import io.bloksec.keycloak.blokkey.push.PushOutcome;
import io.bloksec.keycloak.blokkey.push.PushSender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sends for one realm.
 *
 * @param file with the service account, if the realm has one
 * @param problem why nothing can be sent at all, null for nothing
 */
record FcmPushSender(FcmApps apps, String realm, Optional<Path> file, String problem) implements PushSender {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final FcmMessages MESSAGES = new FcmMessages(InstantSource.system());

    /** Where something is wrong with the set-up addresses are taken: it will be put right, and devices do not ask again by themselves. */
    @Override
    public boolean accepts(PushAddress address) {
        try {
            FcmAddress.of(address);
            return file.isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String route(PushAddress to) {
        return "FCM for realm " + realm;
    }

    @Override
    public PushOutcome send(PushAddress to, PushMessage message) {
        if (problem != null) {
            return new PushOutcome.Misconfigured(problem);
        }
        if (file.isEmpty()) {
            return new PushOutcome.Misconfigured("no service account is configured for this realm");
        }
        FcmAddress address;
        try {
            address = FcmAddress.of(to);
        } catch (IllegalArgumentException e) {
            return new PushOutcome.Refused("address of another form");
        }
        try {
            return send(apps.of(realm, file.get()), address, message);
        } catch (IllegalArgumentException e) {
            return new PushOutcome.Misconfigured(e.getMessage());
        }
    }

    private static PushOutcome send(FcmApp app, FcmAddress to, PushMessage message) {
        Duration life = Duration.ofSeconds(message.ttlSeconds());
        try {
            app.send(MESSAGES.of(to, message), life.compareTo(LIMIT) < 0 ? life : LIMIT);
            return new PushOutcome.Delivered();
        } catch (FirebaseMessagingException e) {
            return FcmOutcomes.of(e);
        } catch (FcmCallException e) {
            return FcmOutcomes.of(e);
        }
    }
}
