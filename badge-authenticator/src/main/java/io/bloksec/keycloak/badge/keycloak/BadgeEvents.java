package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.Alarm;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Refusal;
import java.util.Locale;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What Keycloak's event listeners are told; never what stands on a badge, nor a PIN or code. The names are in docs/blokbadge.md. */
final class BadgeEvents {

    /** From so many wrong PINs in a row on, those who look after badges should know. */
    private static final int NOTABLE = 5;

    private static final int LOCK = 10;

    /** Setting of the step: wrong PINs count for the realm's brute force detection, too. */
    static final String COUNT_FOR_REALM = "countForRealm";

    /** Detail: the registered workstation. */
    static final String KIOSK = "blokbadge_kiosk";

    private BadgeEvents() {}

    static void describe(EventBuilder event, BadgeEntity badge) {
        event.detail("blokbadge_serial", badge.serial).detail("blokbadge_kind", badge.kind.toLowerCase(Locale.ROOT));
    }

    static void wrongPin(Tab tab, Tab.Here here, int tries) {
        EventBuilder event = of(tab, here).detail("blokbadge_tries", String.valueOf(tries));
        event.error(
                tries >= LOCK ? "blokbadge_locked" : tries == NOTABLE ? "blokbadge_five_wrong" : "blokbadge_wrong_pin");
        if (tries >= LOCK || tries == NOTABLE) {
            mark(tab, here, tries >= LOCK ? Alarm.LOCKED : Alarm.FIVE_WRONG);
        }
        if (tab.isSet(COUNT_FOR_REALM) && tab.realm.isBruteForceProtected()) {
            tab.context
                    .getProtector()
                    .failedLogin(
                            tab.realm,
                            here.person(),
                            tab.context.getConnection(),
                            tab.context.getUriInfo(),
                            Set.of("password"));
        }
    }

    /** {@code blokbadge_copied} or {@code blokbadge_decoy}. */
    static void alarm(Tab tab, Tab.Here here, Alarm alarm) {
        of(tab, here).error("blokbadge_" + alarm.name().toLowerCase(Locale.ROOT));
        mark(tab, here, alarm);
    }

    /** On the badge, for those who look after badges; and by mail when it is news. */
    private static void mark(Tab tab, Tab.Here here, Alarm alarm) {
        if (tab.engine.badges.alarm(here.badge(), alarm)) {
            tab.engine.mails.alarm(tab.realm, here.person(), here.badge(), alarm);
        }
    }

    static void wrongCode(Tab tab, Tab.Here here) {
        of(tab, here).error("blokbadge_wrong_code");
    }

    static void refused(Tab tab, Refusal refusal) {
        EventBuilder event = tab.context.getEvent().clone();
        tab.notes.shown().ifPresent(shown -> event.detail(KIOSK, shown.kiosk()));
        tab.notes
                .shown()
                .flatMap(shown -> tab.engine.badges.find(tab.realm.getId(), shown.bid()))
                .ifPresent(badge -> {
                    describe(event, badge);
                    event.user(badge.userId);
                });
        event.error("blokbadge_" + refusal.name().toLowerCase(Locale.ROOT));
    }

    private static EventBuilder of(Tab tab, Tab.Here here) {
        EventBuilder event = tab.context.getEvent().clone().user(here.person());
        describe(event, here.badge());
        return event.detail(KIOSK, here.kiosk());
    }

    /** Keycloak's listener {@code email} writes to the person about these. */
    static void credential(
            KeycloakSession session, RealmModel realm, UserModel person, EventType type, BadgeEntity badge) {
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(type)
                .user(person)
                .detail(Details.CREDENTIAL_TYPE, BlokBadge.ID);
        describe(event, badge);
        event.success();
    }
}
