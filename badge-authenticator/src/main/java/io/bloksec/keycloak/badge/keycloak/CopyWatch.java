package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.Alarm;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Kind;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.card.State;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;

/**
 * Signs of a copy, in a badge that has just proven to be here. Watches where people are, so it is off until the organisation has decided;
 * decoys watch nobody and always count.
 */
final class CopyWatch {

    /** Seconds in which nobody gets from one site to another. */
    private static final long WALK = 300;

    private CopyWatch() {}

    /** @throws RefusedException for a decoy, and for what is suspended because of it */
    static void look(Tab tab, Tab.Here here, long now) {
        BadgeEntity badge = here.badge();
        if (badge.kind() == Kind.DECOY) {
            BadgeEvents.alarm(tab, here, Alarm.DECOY);
            tab.engine.badges.refused(badge, "decoy");
            // What a badge of no house is told.
            throw new RefusedException(Refusal.UNKNOWN);
        }
        BadgeSettings.CopyAlarm wanted = tab.settings().copyAlarm();
        if (wanted == BadgeSettings.CopyAlarm.OFF || !(isElsewhere(tab, here, now) || isAtHome(tab, badge, now))) {
            return;
        }
        BadgeEvents.alarm(tab, here, Alarm.COPIED);
        if (wanted == BadgeSettings.CopyAlarm.SUSPEND && badge.state() == State.ACTIVE) {
            BadgeEntity suspended = tab.engine.badges.suspend(tab.realm.getId(), badge.bid, "copy-alarm");
            BadgeEnd.follow(tab.session, tab.realm, suspended);
            throw new RefusedException(Refusal.SUSPENDED);
        }
    }

    /** It was used at another site a moment ago. */
    private static boolean isElsewhere(Tab tab, Tab.Here here, long now) {
        BadgeEntity badge = here.badge();
        KioskEntity kiosk = here.at();
        if (kiosk == null || badge.lastKiosk == null || badge.lastUsedAt == null || now - badge.lastUsedAt > WALK) {
            return false;
        }
        String site = kiosk.rules().site();
        return !kiosk.id.equals(badge.lastKiosk)
                && tab.engine
                        .kiosks
                        .find(tab.realm.getId(), badge.lastKiosk)
                        .map(last -> last.rules().site())
                        .filter(there -> !there.isBlank() && !site.isBlank() && !there.equalsIgnoreCase(site))
                        .isPresent();
    }

    /** Its person goes about with a temporary one today, because this one is somewhere else. */
    private static boolean isAtHome(Tab tab, BadgeEntity badge, long now) {
        return badge.kind() == Kind.STANDARD
                && tab.engine.badges.ofUser(tab.realm.getId(), badge.userId).stream()
                        .anyMatch(other -> other.kind() == Kind.TEMPORARY
                                && other.state() == State.ACTIVE
                                && other.isInItsTime(now)
                                && other.lastUsedAt != null);
    }
}
