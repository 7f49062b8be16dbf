package io.bloksec.keycloak.badge.protocol;

import java.util.Locale;

/** What a transcript is signed for. */
public enum Purpose {
    /** The badge is here: signed by B. */
    PRESENT,
    /** Sign in: signed by A. */
    AUTH,
    /** A first key, or one after a reset: signed by B and A. */
    BIND,
    /** A new PIN: signed by B, the old A and the new A. */
    REKEY,
    /** A new badge for the same person: signed by the old A, the new B and the new A. */
    RENEW,
    /** A manager stands for a worker's new key: signed by the manager's A. */
    VOUCH;

    /** As in the transcript: in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
