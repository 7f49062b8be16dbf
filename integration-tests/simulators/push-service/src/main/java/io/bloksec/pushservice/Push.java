package io.bloksec.pushservice;

import java.nio.charset.StandardCharsets;

/**
 * A push that was taken and decrypted.
 *
 * @param plain what the browser's service worker would get
 * @param ttlSeconds how long the service would keep it
 * @param topic null when there was none
 * @param urgency {@code very-low}, {@code low}, {@code normal} or {@code high}
 * @param bodyLength of the encrypted body, bytes
 * @param authorization as received
 */
public record Push(
        Subscription to,
        byte[] plain,
        int ttlSeconds,
        String topic,
        String urgency,
        int bodyLength,
        String authorization) {

    public String text() {
        return new String(plain, StandardCharsets.UTF_8);
    }
}
