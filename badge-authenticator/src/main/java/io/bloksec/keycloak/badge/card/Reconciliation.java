package io.bloksec.keycloak.badge.card;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * After a database was restored: badges that were revoked, replaced, suspended or given another PIN since count as they did before,
 * and their rows are whole. Whatever a witness knows better is suspended, for somebody to look at.
 */
public final class Reconciliation {

    private final Badges badges;

    public Reconciliation(Badges badges) {
        this.badges = badges;
    }

    /** @return those that were suspended */
    public List<BadgeEntity> suspendWhatWasForgotten(String realmId, WitnessedBadges witnessed, String by) {
        List<BadgeEntity> suspended = new ArrayList<>();
        witnessed.forEach((bid, last) -> {
            Optional<BadgeEntity> row = badges.find(realmId, bid);
            if (row.filter(badge -> isForgotten(badge, last)).isPresent()) {
                suspended.add(badges.suspend(realmId, bid, by));
            }
        });
        return suspended;
    }

    /** Whether the row is of a time before the witness' last word about it. */
    private static boolean isForgotten(BadgeEntity badge, WitnessedBadges.Witnessed last) {
        State state = badge.state();
        if (state.isFinal() || state == State.SUSPENDED) {
            return false;
        }
        return switch (last.state()) {
            case EXPIRED, REPLACED, REVOKED, SUSPENDED -> true;
            case RESET_PENDING ->
                state == State.ACTIVE && (badge.activatedAt == null || badge.activatedAt < last.time());
            case ACTIVE ->
                last.epoch() > badge.epoch
                        || last.epoch() == badge.epoch && !Arrays.equals(last.userKey(), badge.userKey);
            case ISSUED -> false;
        };
    }
}
