package io.bloksec.keycloak.badge.card;

import java.time.Duration;

/** How often a PIN may be tried, and how long one waits after how many that were wrong. */
final class TryPolicy {

    /** In a row; then the badge is locked until its PIN is reset. */
    static final int MOST_TRIES = 10;

    /** Wrong or unfinished ones of one person, over all badges, within {@link #BUDGET_TIME}. */
    static final int BUDGET = 50;

    static final Duration BUDGET_TIME = Duration.ofDays(90);

    /** From so many on, the person is to choose another PIN after the next sign-in. */
    static final int NEW_PIN_FROM = 40;

    /** Of one activation code. */
    static final int MOST_CODE_TRIES = 5;

    /** How long an answer, or an activation that has begun, is good for, seconds. */
    static final long ANSWER_LIFE = 120;

    static final long PENDING_LIFE = 300;

    /** Seconds since 1970, as the database sees it when a statement runs. */
    static final String NOW = "cast(floor(extract(epoch from instant)) as Long)";

    /**
     * When the next PIN may be tried, for a statement that counts in the database: two nodes, or forty calls at once, must not each
     * compute it from what they read before.
     */
    static final String NEXT_AT =
            "case b.tries + 1 when 3 then " + NOW + " + 30 when 4 then " + NOW + " + 60 when 5 then "
                    + NOW + " + 300 when 6 then " + NOW + " + 900 when 7 then " + NOW + " + 1800 when 8 then " + NOW
                    + " + 3600 when 9 then " + NOW + " + 3600 else 0 end";

    private TryPolicy() {}
}
