package io.bloksec.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where pushes go: the API description's schema of that name. */
public record PushAddress(ObjectNode json) {

    /**
     * @param endpoint the push service's address for this browser
     * @param p256dh uncompressed P-256 point, 65 bytes
     * @param auth 16 bytes
     */
    public static PushAddress webPush(String endpoint, byte[] p256dh, byte[] auth) {
        return new PushAddress(Json.object()
                .put("kind", "webpush")
                .put("endpoint", endpoint)
                .put("p256dh", Bytes.encode(p256dh))
                .put("auth", Bytes.encode(auth)));
    }

    /** @param token the registration token of Firebase Cloud Messaging */
    public static PushAddress fcm(String token) {
        return new PushAddress(Json.object().put("kind", "fcm").put("token", token));
    }

    /** @param fid the Firebase installation id of the app */
    public static PushAddress fcmInstallation(String fid) {
        return new PushAddress(Json.object().put("kind", "fcm").put("fid", fid));
    }
}
