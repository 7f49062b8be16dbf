package io.bloksec.keycloak.blokkey.push.fcm;

import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.Message;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;

/** A realm's app in the SDK, with its access token. Made for one service account and never changed. */
final class FcmApp implements AutoCloseable {

    private final FirebaseApp app;
    private final FirebaseMessaging messaging;

    /**
     * @param name unlike that of any other app of this server
     * @throws IllegalArgumentException when the SDK does not take the account
     */
    FcmApp(String name, ServiceAccount account, HttpClient http, FcmEndpoint endpoint) {
        FcmTransport transport = new FcmTransport(http, endpoint, account.tokens());
        try {
            app = FirebaseApp.initializeApp(
                    FirebaseOptions.builder()
                            .setCredentials(account.credentials(() -> transport))
                            .setProjectId(account.projectId())
                            .setHttpTransport(transport)
                            .build(),
                    name);
        } catch (IOException | IllegalStateException e) {
            throw new IllegalArgumentException("The service account cannot be used", e);
        }
        messaging = FirebaseMessaging.getInstance(app);
    }

    /** @throws FcmCallException where the SDK has nothing to say */
    void send(Message message, Duration limit) throws FirebaseMessagingException {
        FcmTransport.within(limit, () -> messaging.send(message));
    }

    @Override
    public void close() {
        app.delete();
    }
}
