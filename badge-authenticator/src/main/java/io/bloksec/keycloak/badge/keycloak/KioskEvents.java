package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What Keycloak's listeners hear of workstations. */
final class KioskEvents {

    private KioskEvents() {}

    static void paired(KeycloakSession session, RealmModel realm, KioskEntity kiosk) {
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.CLIENT_REGISTER)
                .detail(BadgeEvents.KIOSK, kiosk.id)
                .detail("blokbadge_kiosk_name", kiosk.rules().name())
                .success();
    }
}
