package io.bloksec.keycloak.blokkey.push;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of a push. Reasons are for the log: short, made of fixed words, status numbers and host names, never of values of an
 * address or of what a push service wrote.
 */
public sealed interface PushOutcome {

    /** The push service has taken it. That the device got it is not known. */
    record Delivered() implements PushOutcome {}

    /** The push service knows this address no more: the address is dropped, the device stays. */
    record Gone() implements PushOutcome {}

    /**
     * The push service asks to come back later. The push is tried once more if it still counts then.
     *
     * @param retryAfter how much later, if the push service said so; not negative
     */
    record Later(Optional<Duration> retryAfter) implements PushOutcome {}

    /**
     * It cannot go there like this, now or later: address not allowed, keys wrong. Nothing is dropped, and it is not tried again.
     *
     * @param reason see above
     */
    record Refused(String reason) implements PushOutcome {}

    /**
     * No push of this kind can leave this realm until an administrator changes something: no credentials, or ones that the push
     * service refuses. Nothing is dropped, and it is not tried again. It is said in the log and as an event, once in a while, and
     * the way is left alone for a while after several.
     *
     * @param reason see above; a name of a file may stand in it
     */
    record Misconfigured(String reason) implements PushOutcome {}

    /**
     * It did not get there: network, time limit, an error of the push service, a push that was not tried as too many waited. May
     * be tried once more.
     *
     * @param reason see above
     */
    record Failed(String reason) implements PushOutcome {}
}
