package io.bloksec.keycloak.blokkey.push.fcm;

import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.ApsAlert;
import com.google.firebase.messaging.Message;
import io.bloksec.keycloak.blokkey.push.PushMessage;
import java.time.InstantSource;

/**
 * A push as FCM takes it ({@code projects.messages} of its HTTP v1 API): the request's id as data and nothing that a person could read.
 * What the phone shows it asks for, or has in the app. iOS shows nothing for a message without an alert, so there is one that names two
 * texts of the app ({@code docs/blokkey-protocol.md}, section Push), and lets the app's own extension put its words there.
 */
final class FcmMessages {

    static final String TITLE_KEY = "BLOKKEY_PUSH_TITLE";
    static final String BODY_KEY = "BLOKKEY_PUSH_BODY";

    private final InstantSource clock;

    FcmMessages(InstantSource clock) {
        this.clock = clock;
    }

    @SuppressWarnings("deprecation") // Tokens are what apps of today have.
    Message of(FcmAddress to, PushMessage push) {
        Message.Builder message = Message.builder()
                .putData("v", "1")
                .putData("r", push.request())
                .setAndroidConfig(AndroidConfig.builder()
                        .setPriority(AndroidConfig.Priority.HIGH)
                        .setTtl(push.ttlSeconds() * 1000L)
                        .setCollapseKey(push.topic())
                        .build())
                .setApnsConfig(ApnsConfig.builder()
                        .putHeader("apns-priority", "10")
                        .putHeader("apns-push-type", "alert")
                        .putHeader("apns-expiration", Long.toString(clock.millis() / 1000 + push.ttlSeconds()))
                        .putHeader("apns-collapse-id", push.topic())
                        .setAps(Aps.builder()
                                .setAlert(ApsAlert.builder()
                                        .setTitleLocalizationKey(TITLE_KEY)
                                        .setLocalizationKey(BODY_KEY)
                                        .build())
                                .setMutableContent(true)
                                .build())
                        .build());
        return (to.isInstallation() ? message.setFid(to.value()) : message.setToken(to.value())).build();
    }
}
