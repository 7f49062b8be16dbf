package io.bloksec.pushservice;

import java.time.Duration;
import java.util.Map;

/** How the service answers a push that is right in itself. What is wrong is refused before. */
public sealed interface Behaviour {

    /** Takes it: 201. */
    record Take() implements Behaviour {}

    /** Takes it, but answers late. */
    record Slow(Duration delay) implements Behaviour {}

    /** Sends the head of an answer, and then its body byte by byte for ever. */
    record Trickle() implements Behaviour {}

    /** Does not take it. */
    record Answer(int status, Map<String, String> headers) implements Behaviour {}

    /** Closes the connection without an answer. */
    record Drop() implements Behaviour {}

    static Behaviour status(int status) {
        return new Answer(status, Map.of());
    }

    static Behaviour status(int status, String header, String value) {
        return new Answer(status, Map.of(header, value));
    }

    /** 307 to an address. */
    static Behaviour redirect(String location) {
        return status(307, "Location", location);
    }
}
