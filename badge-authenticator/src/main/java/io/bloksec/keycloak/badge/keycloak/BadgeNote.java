package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import java.util.Optional;
import org.keycloak.models.UserSessionModel;

/** The user session's note {@code blokbadge}: which badge opened it, and where. The WS-Federation provider reads {@code kiosk} and {@code rule}. */
final class BadgeNote {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BadgeNote() {}

    /** @param kiosk id of the registered workstation, or null */
    static String of(BadgeEntity badge, String kiosk, long now) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("serial", badge.serial)
                .put("kind", badge.kind)
                .put("kiosk", kiosk)
                .put("rule", badge.rules().kiosk().text())
                .put("time", now)
                .toString();
    }

    /** The registered workstation; empty without one. */
    static Optional<String> kiosk(UserSessionModel userSession) {
        String note = userSession.getNote(BlokBadge.ID);
        try {
            return note == null
                    ? Optional.empty()
                    : Optional.ofNullable(JSON.readTree(note).path("kiosk").textValue());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
