package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.Alarm;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import java.util.Locale;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.UserModel;

/** Tells those who look after badges: by an event each time, by a mark on the badge, and by mail when that is news. */
final class Alarms {

    private Alarms() {}

    /** With an event {@code blokbadge_copied} or {@code blokbadge_decoy}. */
    static void raise(Tab tab, BadgeEntity badge, UserModel person, Alarm alarm, KioskEntity kiosk) {
        EventBuilder event = tab.context.getEvent().clone().user(person);
        BadgeEvents.describe(event, badge);
        event.detail(BadgeEvents.KIOSK, kiosk == null ? null : kiosk.id)
                .error("blokbadge_" + alarm.name().toLowerCase(Locale.ROOT));
        mark(tab, badge, person, alarm);
    }

    static void mark(Tab tab, BadgeEntity badge, UserModel person, Alarm alarm) {
        if (tab.engine.badges.alarm(badge, alarm)) {
            tab.engine.mails.alarm(tab.session, tab.realm, person, badge, alarm);
        }
    }
}
