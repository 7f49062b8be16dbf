package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.request.RequestEntity;
import java.util.Locale;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/** What a phone answered other than yes, as events of Keycloak: somebody may want to look. */
enum RequestEvents {
    /** Not now. */
    BLOKKEY_DENIED,
    /** It was not me. */
    BLOKKEY_REPORTED,
    /** The number of another screen, signed by the person. */
    BLOKKEY_NUMBER_WRONG,
    /** The counter of the verification key went back: there may be two of them. */
    BLOKKEY_KEY_COPIED;

    void tell(DeviceCall call, RequestEntity row) {
        call.engine.metrics.refused(this);
        new EventBuilder(call.realm, call.session, call.session.getContext().getConnection())
                .event(EventType.LOGIN_ERROR)
                .client(row.client)
                .user(call.user())
                .detail("blokkey_request", row.id)
                .detail("blokkey_device", call.device().id)
                .detail("blokkey_asked_from", row.address)
                .error(name().toLowerCase(Locale.ROOT));
    }
}
