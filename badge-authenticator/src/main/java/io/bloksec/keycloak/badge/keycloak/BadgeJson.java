package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import java.util.Locale;

/** A badge as administrators see it. Instants are seconds since 1970. */
final class BadgeJson {

    private BadgeJson() {}

    static ObjectNode of(BadgeEntity badge) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", badge.bid)
                .put("serial", badge.serial)
                .put("kind", badge.kind.toLowerCase(Locale.ROOT))
                .put("state", badge.isLocked() ? "locked" : badge.state.toLowerCase(Locale.ROOT))
                .put("notBefore", badge.notBefore)
                .put("expires", badge.expires)
                .put("kiosk", badge.rules().kiosk().text())
                .put("pinLength", badge.pinLength)
                .put("created", badge.createdAt)
                .put("createdBy", badge.createdBy)
                .put("wrongPins", badge.tries);
        put(json, "activated", badge.activatedAt);
        put(json, "lastUsed", badge.lastUsedAt);
        put(json, "codeExpires", badge.codeExpires);
        put(json, "alarmAt", badge.alarmAt);
        if (badge.alarm != null) {
            json.put("alarm", badge.alarm.toLowerCase(Locale.ROOT));
        }
        if (badge.state().awaitsPin() && badge.codeChannel != null && badge.renews == null) {
            json.put("codeChannel", badge.codeChannel.toLowerCase(Locale.ROOT));
        }
        if (badge.renews != null) {
            json.put("renews", badge.renews);
        }
        return json;
    }

    private static void put(ObjectNode json, String name, Long value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
