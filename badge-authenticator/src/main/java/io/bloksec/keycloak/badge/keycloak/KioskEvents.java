package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/** What Keycloak's listeners hear of workstations. */
final class KioskEvents {

    /** Why a session has ended: nobody was there, or no window moved. */
    static final String IDLE = "blokbadge_idle";

    static final String FORCED = "blokbadge_forced";

    private KioskEvents() {}

    static void paired(KeycloakSession session, RealmModel realm, KioskEntity kiosk) {
        event(session, realm, EventType.CLIENT_REGISTER)
                .detail(BadgeEvents.KIOSK, kiosk.id)
                .detail("blokbadge_kiosk_name", kiosk.rules().name())
                .success();
    }

    /** @param why {@link #IDLE} or {@link #FORCED} */
    static void ended(KeycloakSession session, RealmModel realm, UserSessionModel ended, String why) {
        event(session, realm, EventType.LOGOUT)
                .user(ended.getUser())
                .session(ended)
                .detail(why, "true")
                .success();
    }

    /** An application, at which the person may still be signed in. */
    static void didNotReturn(KeycloakSession session, RealmModel realm, String person, String application) {
        EventBuilder event = event(session, realm, EventType.LOGOUT).user(person);
        Optional.ofNullable(realm.getClientById(application)).ifPresent(event::client);
        event.error("blokbadge_did_not_return");
    }

    private static EventBuilder event(KeycloakSession session, RealmModel realm, EventType type) {
        return new EventBuilder(realm, session, session.getContext().getConnection()).event(type);
    }
}
