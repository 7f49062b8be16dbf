package io.bloksec.fcm;

import java.time.Duration;
import java.util.Map;

/** How a call that is right in itself is answered. What is wrong is refused before. */
public sealed interface Behaviour {

    /** Takes it: 200. */
    record Take() implements Behaviour {}

    /** Takes it, but answers late. */
    record Slow(Duration delay) implements Behaviour {}

    /** Sends the head of an answer, and then its body byte by byte for ever. */
    record Trickle() implements Behaviour {}

    /** Closes the connection without an answer. */
    record Drop() implements Behaviour {}

    /** Does not take it. */
    record Fail(FcmError error, Map<String, String> headers) implements Behaviour {}

    /** Another body than FCM's, of somebody in between. */
    record Foreign(int status, String body, Map<String, String> headers) implements Behaviour {}

    static Behaviour error(FcmError error) {
        return new Fail(error, Map.of());
    }

    static Behaviour error(FcmError error, String header, String value) {
        return new Fail(error, Map.of(header, value));
    }
}
